import { type NearbySensor, nearbySensorSchema } from '@plumbline/contract';
import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { apiGet } from './api.ts';

/** While somebody looks at it, a sensor that was just switched on is to appear. */
const REFRESH_MS = 2_000;

/** Sensors that the wearer's own gateways hear now, the strongest first. */
export function useNearby() {
  return useQuery<NearbySensor[]>({
    queryKey: ['devices', 'near'],
    queryFn: ({ signal }) => apiGet('/v1/devices/near', z.array(nearbySensorSchema), {}, signal),
    staleTime: 0,
    refetchInterval: REFRESH_MS,
  });
}
