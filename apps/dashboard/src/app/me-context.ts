import type { Me } from '@plumbline/contract';
import { createContext, useContext } from 'react';

export const MeContext = createContext<Me | null>(null);

/** Who is looking at the page; known wherever a page of the shell is drawn. */
export function useWho(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error('useWho needs a Shell above it');
  return me;
}
