import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useStandingFailure } from '../rest/use-standing-failure.ts';
import { Failure } from './failure.tsx';
import { Loading } from './skeleton.tsx';

interface QueryViewProps<T> {
  readonly query: UseQueryResult<T>;
  /** Of the content, in rem: nothing jumps when it comes. */
  readonly height: number;
  readonly children: (data: T) => ReactNode;
}

/** A resource on its way, not to be had, or there. What was there before a failure stays. */
export function QueryView<T>({ query, height, children }: QueryViewProps<T>) {
  const failure = useStandingFailure(query);
  if (query.data !== undefined) return children(query.data);
  if (failure === null) return <Loading height={height} />;
  return <Failure error={failure} retry={() => void query.refetch()} isRetrying={query.isFetching} />;
}
