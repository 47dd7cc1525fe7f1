import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';

type Query = Pick<UseQueryResult<unknown>, 'error' | 'isPending' | 'errorUpdateCount'>;

/** A query that has nothing yet forgets its failure with each new try: here it stands until that one is answered. */
export function useStandingFailure({ error, isPending, errorUpdateCount }: Query): Error | null {
  const [last, setLast] = useState(error);
  if (error !== null && error !== last) setLast(error);
  return isPending && errorUpdateCount > 0 ? last : error;
}
