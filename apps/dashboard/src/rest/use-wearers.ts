import {
  type OverviewEntry,
  overviewEntrySchema,
  type VisibleWearer,
  visibleWearerSchema,
} from '@plumbline/contract';
import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { apiGet } from './api.ts';

/** A consent may be withdrawn at any moment: an open page finds out this soon. */
const REFRESH_MS = 15_000;
const OVERVIEW_REFRESH_MS = 60_000;

/** Of whom one may see something now, and what. */
export function useWearers() {
  return useQuery<VisibleWearer[]>({
    queryKey: ['wearers'],
    queryFn: ({ signal }) => apiGet('/v1/wearers', z.array(visibleWearerSchema), {}, signal),
    refetchInterval: REFRESH_MS,
    staleTime: 0,
  });
}

/** Everybody who lets one in, those with something to look at first. */
export function useOverview() {
  return useQuery<OverviewEntry[]>({
    queryKey: ['wearers', 'overview'],
    queryFn: ({ signal }) => apiGet('/v1/overview', z.array(overviewEntrySchema), {}, signal),
    refetchInterval: OVERVIEW_REFRESH_MS,
  });
}
