import {
  type DictionaryTable,
  dictionaryTableSchema,
  type Participant,
  participantSchema,
  type Study,
  type StudyStream,
  studySchema,
  studyStreamSchema,
} from '@plumbline/contract';
import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { apiGet } from './api.ts';

/** A consent may end at any moment. */
const REFRESH_MS = 30_000;

export function useStudies() {
  return useQuery<Study[]>({
    queryKey: ['studies'],
    queryFn: ({ signal }) => apiGet('/v1/studies', z.array(studySchema), {}, signal),
  });
}

/** Whose data may be taken away now, under pseudonyms. */
export function useParticipants(study: string | null) {
  return useQuery<Participant[]>({
    queryKey: ['studies', study, 'participants'],
    queryFn: ({ signal }) =>
      apiGet(`/v1/studies/${study}/participants`, z.array(participantSchema), {}, signal),
    enabled: study !== null,
    refetchInterval: REFRESH_MS,
  });
}

/** How well each stream came through. */
export function useStudyStreams(study: string) {
  return useQuery<StudyStream[]>({
    queryKey: ['studies', study, 'streams'],
    queryFn: ({ signal }) => apiGet(`/v1/studies/${study}/streams`, z.array(studyStreamSchema), {}, signal),
  });
}

/** What the columns of an export mean. */
export function useDictionary() {
  return useQuery<DictionaryTable[]>({
    queryKey: ['data-dictionary'],
    queryFn: ({ signal }) => apiGet('/v1/data-dictionary', z.array(dictionaryTableSchema), {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
