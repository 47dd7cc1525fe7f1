import {
  type AlertAnswer,
  alertSchema,
  type NewAlert,
  type NudgeLog,
  type NudgeSettings,
  type NudgeWish,
  nudgeLogSchema,
  nudgeSettingsSchema,
} from '@plumbline/contract';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { apiDo, apiGet, apiSend } from './api.ts';

const SETTINGS = '/v1/nudges/settings';
const ALERTS = '/v1/nudges/alerts';
const KEY = ['nudges'];

export function useNudgeSettings() {
  return useQuery<NudgeSettings>({
    queryKey: [...KEY, 'settings'],
    queryFn: ({ signal }) => apiGet(SETTINGS, nudgeSettingsSchema, {}, signal),
  });
}

/** What is set shows at once; when the server says no, it goes back. */
export function useSetNudges() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (settings: NudgeSettings) => apiSend('PUT', SETTINGS, settings, nudgeSettingsSchema),
    onMutate: async (settings) => {
      await client.cancelQueries({ queryKey: [...KEY, 'settings'] });
      const before = client.getQueryData<NudgeSettings>([...KEY, 'settings']);
      client.setQueryData([...KEY, 'settings'], settings);
      return { before };
    },
    onError: (_error, _settings, kept) => client.setQueryData([...KEY, 'settings'], kept?.before),
    onSettled: () => refresh(client),
  });
}

/** Snooze, pause, no more today, go on. */
export function useNudgeWish() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wish: NudgeWish) => apiDo('POST', '/v1/nudges/events', wish),
    onSuccess: () => refresh(client),
  });
}

/** Why there was a suggestion, and why there was none, on a local date. */
export function useNudgeLog(date: string | null) {
  return useQuery<NudgeLog>({ ...logOf(date), enabled: date !== null });
}

/** Suggestions come while nobody looks at the page, too. */
const WATCH_MS = 60_000;

/** The same of today, followed as long as the page is open. */
export function useNudgeLogNow(date: string) {
  return useQuery<NudgeLog>({
    ...logOf(date),
    refetchInterval: WATCH_MS,
    refetchIntervalInBackground: true,
  });
}

/** Tells the server that a suggestion was shown, and what was said to it; nobody waits for either. */
export function useAlert() {
  const raised = useMutation({
    mutationFn: (alert: NewAlert) => apiSend('POST', ALERTS, alert, alertSchema),
  });
  const answered = useMutation({
    mutationFn: ({ id, ...answer }: AlertAnswer & { readonly id: string }) =>
      apiDo('PATCH', `${ALERTS}/${id}`, answer),
  });
  return {
    raise: raised.mutate,
    answer: (answer: AlertAnswer['answer']) => raised.data && answered.mutate({ id: raised.data.id, answer }),
  };
}

function logOf(date: string | null) {
  return queryOptions<NudgeLog>({
    queryKey: [...KEY, 'log', date],
    queryFn: ({ signal }) => apiGet(`/v1/nudges/${date}`, nudgeLogSchema, {}, signal),
  });
}

function refresh(client: ReturnType<typeof useQueryClient>): Promise<void> {
  const told = [KEY, ['today']];
  return Promise.all(told.map((queryKey) => client.invalidateQueries({ queryKey }))).then(() => undefined);
}
