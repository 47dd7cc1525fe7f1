import { useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';

let printing = false;

/** True while the page is put on paper: what a script draws is drawn for it. */
export function usePrinting(): boolean {
  return useSyncExternalStore(subscribe, () => printing);
}

/** Drawn before the event is over: the paper does not wait. */
function subscribe(onChange: () => void): () => void {
  const change = ({ type }: Event) => {
    printing = type === 'beforeprint';
    flushSync(onChange);
  };
  addEventListener('beforeprint', change);
  addEventListener('afterprint', change);
  return () => {
    removeEventListener('beforeprint', change);
    removeEventListener('afterprint', change);
  };
}
