import {
  type Export,
  type ExportEstimate,
  exportEstimateSchema,
  exportSchema,
  type NewStudyExport,
} from '@plumbline/contract';
import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { apiDo, apiGet, apiSend } from './api.ts';

const PATH = '/v1/exports';
const KEY = ['exports'];
const RUNNING_REFRESH_MS = 1_000;

/** Own orders, the latest first; asked for again every second while one is on its way. */
export function useExports() {
  return useQuery<Export[]>({
    queryKey: KEY,
    queryFn: ({ signal }) => apiGet(PATH, z.array(exportSchema), {}, signal),
    refetchInterval: ({ state }) => (state.data?.some(isUnderway) ? RUNNING_REFRESH_MS : false),
  });
}

/** A file that is refused leaves no word on the page: the list says why. */
export function useAskExportsAgain(): () => void {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: KEY });
}

export function isUnderway({ state }: Export): boolean {
  return state === 'queued' || state === 'running';
}

/** Size and time of each order together; null until all of them are known. */
export function useEstimate(study: string, orders: readonly NewStudyExport[]) {
  return useQueries({
    queries: orders.map((order) => ({
      queryKey: ['export-estimate', study, order],
      queryFn: () => apiSend('POST', `/v1/studies/${study}/export-estimates`, order, exportEstimateSchema),
    })),
    combine: (answers) => ({
      estimate: answers.every(({ data }) => data) ? sumOf(answers.map(({ data }) => data!)) : null,
      error: answers.find(({ error }) => error)?.error ?? null,
    }),
  });
}

function sumOf(estimates: readonly ExportEstimate[]): ExportEstimate {
  const sum = (pick: (estimate: ExportEstimate) => number) =>
    estimates.reduce((all, estimate) => all + pick(estimate), 0);
  return { rows: sum((e) => e.rows), bytes: sum((e) => e.bytes), seconds: sum((e) => e.seconds) };
}

/** One order for each participant; they are made one after the other. */
export function useOrderExports(study: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (orders: readonly NewStudyExport[]) => {
      for (const order of orders) await apiSend('POST', `/v1/studies/${study}/exports`, order, exportSchema);
    },
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

/** Ends what is on its way, removes what is there. */
export function useRemoveExport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => apiDo('DELETE', `${PATH}/${id}`),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}
