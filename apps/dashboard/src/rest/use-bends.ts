import { type Bends, bendsSchema } from '@plumbline/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { apiDo, apiGet, apiSend } from './api.ts';

const PATH = '/v1/bends';
const KEY = ['bends'];
/** An answer comes when there is another word; this is the pause before the next question. */
const PAUSE_MS = 150;

/** The guided bends of the wearer as the server follows them, word by word while they go on. */
export function useBends() {
  const client = useQueryClient();
  return useQuery<Bends>({
    queryKey: KEY,
    queryFn: ({ signal }) => apiGet(PATH, bendsSchema, { after: seen(client.getQueryData(KEY)) }, signal),
    staleTime: 0,
    refetchInterval: ({ state: { data } }) => (data && goesOn(data) ? PAUSE_MS : false),
  });
}

/** Begins anew, judges what there is, or gives them up. */
export function useBendsRun() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (what: 'begin' | 'finish' | 'cancel') => send(what),
    onMutate: () => client.cancelQueries({ queryKey: KEY }),
    onSuccess: (told) => {
      if (told) client.setQueryData<Bends>(KEY, told);
      else client.removeQueries({ queryKey: KEY });
      return client.invalidateQueries({ queryKey: KEY });
    },
  });
}

export function goesOn({ phase }: Bends): boolean {
  return phase === 'stand_still' || phase === 'bend';
}

async function send(what: 'begin' | 'finish' | 'cancel'): Promise<Bends | null> {
  if (what === 'begin') return apiSend('POST', PATH, undefined, bendsSchema);
  if (what === 'finish') return apiSend('POST', `${PATH}/finish`, undefined, bendsSchema);
  await apiDo('DELETE', PATH);
  return null;
}

/** Only what goes on is waited for. */
function seen(told: Bends | undefined): number | null {
  return told && goesOn(told) ? told.version : null;
}
