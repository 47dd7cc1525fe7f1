import {
  type Plan,
  type PlanSettings,
  planSchema,
  planSettingsSchema,
  type TREND_WEEKS,
} from '@plumbline/contract';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { apiGet, apiSend, withParams } from './api.ts';

const PATH = '/v1/plan';

/** What was agreed on with a wearer, and what was done of it in the last weeks. */
export function usePlan(wearer: string, weeks: (typeof TREND_WEEKS)[number]) {
  return useQuery<Plan>({
    queryKey: ['plan', wearer, weeks],
    queryFn: ({ signal }) => apiGet(PATH, planSchema, { wearer, weeks }, signal),
    placeholderData: keepPreviousData,
  });
}

export function useSetPlan(wearer: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (settings: PlanSettings) =>
      apiSend('PUT', withParams(PATH, { wearer }), settings, planSettingsSchema),
    onSuccess: () => client.invalidateQueries({ queryKey: ['plan', wearer] }),
  });
}
