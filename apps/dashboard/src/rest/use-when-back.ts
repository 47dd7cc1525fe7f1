import { useEffect, useEffectEvent } from 'react';
import { apiDo } from './api.ts';
import { untilThere } from './until-there.ts';

/** After each failure to reach the server (null: none): asks for it, and does it again once it answers. */
export function useWhenBack(failure: unknown, again: () => void): void {
  const back = useEffectEvent(again);
  useEffect(() => {
    if (failure === null) return;
    let left = false;
    const asked = untilThere(() => (left ? Promise.resolve() : apiDo('GET', '/health')));
    void asked.then(() => {
      if (!left) back();
    });
    return () => {
      left = true;
    };
  }, [failure]);
}
