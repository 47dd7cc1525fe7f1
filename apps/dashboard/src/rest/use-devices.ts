import { type Device, deviceSchema } from '@plumbline/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { apiDo, apiGet, apiSend } from './api.ts';

const PATH = '/v1/devices';
const KEY = ['devices'];
const REFRESH_MS = 60_000;

export function useDevices() {
  return useQuery<Device[]>({
    queryKey: KEY,
    queryFn: ({ signal }) => apiGet(PATH, z.array(deviceSchema), {}, signal),
    refetchInterval: REFRESH_MS,
  });
}

export function useRenameDevice() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name }: { readonly id: string; readonly name: string | null }) =>
      apiSend('PATCH', `${PATH}/${encodeURIComponent(id)}`, { name }, deviceSchema),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

/** Takes it off the list until it is heard again; what it measured stays. */
export function useForgetDevice() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => apiDo('DELETE', `${PATH}/${encodeURIComponent(id)}`),
    // Not waited for: whoever asked is gone with the new list, and what is told then would be told nobody.
    onSuccess: () => void client.invalidateQueries({ queryKey: KEY }),
  });
}

/** Back on the list: it was not meant to be forgotten. */
export function useRestoreDevice() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => apiDo('PUT', `${PATH}/${encodeURIComponent(id)}`),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}
