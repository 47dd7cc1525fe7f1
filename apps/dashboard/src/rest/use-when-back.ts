import { useEffect, useEffectEvent } from 'react';
import { apiDo } from './api.ts';
import { untilThere } from './until-there.ts';

/** While the server is away: asks for it, and does it again once it answers. */
export function useWhenBack(away: boolean, again: () => void): void {
  const back = useEffectEvent(again);
  useEffect(() => {
    if (!away) return;
    let left = false;
    const asked = untilThere(() => (left ? Promise.resolve() : apiDo('GET', '/health')));
    void asked.then(() => {
      if (!left) back();
    });
    return () => {
      left = true;
    };
  }, [away]);
}
