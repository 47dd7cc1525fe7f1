import {
  type AuditEntry,
  auditEntrySchema,
  type Consent,
  consentSchema,
  type NewConsent,
  type Study,
  studySchema,
  type Therapist,
  therapistSchema,
} from '@plumbline/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { apiDo, apiGet, apiSend } from './api.ts';

const PATH = '/v1/consents';
const KEY = ['consents'];

/** Given by oneself or to oneself, the latest first, with those that were withdrawn. */
export function useConsents() {
  return useQuery<Consent[]>({
    queryKey: KEY,
    queryFn: ({ signal }) => apiGet(PATH, z.array(consentSchema), {}, signal),
  });
}

/** Whom one may let in. */
export function useGrantees(wanted: boolean) {
  const therapists = useQuery<Therapist[]>({
    queryKey: ['therapists'],
    queryFn: ({ signal }) => apiGet('/v1/therapists', z.array(therapistSchema), {}, signal),
    enabled: wanted,
  });
  const studies = useQuery<Study[]>({
    queryKey: ['studies'],
    queryFn: ({ signal }) => apiGet('/v1/studies', z.array(studySchema), {}, signal),
    enabled: wanted,
  });
  return { therapists, studies };
}

export function useGiveConsent() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (consent: NewConsent) => apiSend('POST', PATH, consent, consentSchema),
    onSuccess: () => refresh(client),
  });
}

export function useWithdrawConsent() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => apiDo('DELETE', `${PATH}/${id}`),
    // Not waited for: whoever asked is gone with the new list, and what is told then would be told nobody.
    onSuccess: () => void refresh(client),
  });
}

/** Who looked at one's data or changed something about it, the latest first. */
export function useAudit() {
  return useQuery<AuditEntry[]>({
    queryKey: ['audit'],
    queryFn: ({ signal }) => apiGet('/v1/audit', z.array(auditEntrySchema), { about: 'me' }, signal),
  });
}

function refresh(client: ReturnType<typeof useQueryClient>): Promise<void> {
  const told = [KEY, ['audit'], ['wearers']];
  return Promise.all(told.map((queryKey) => client.invalidateQueries({ queryKey }))).then(() => undefined);
}
