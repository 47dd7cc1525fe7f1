import type { PostureState } from '@plumbline/core';
import { useId } from 'react';
import { PosturePatterns, postureFill } from './posture-patterns.tsx';

/** A small sample of a posture's colour and pattern. */
export function PostureSwatch({ state }: { readonly state: PostureState }) {
  const id = useId();
  return (
    <svg className="swatch" width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
      <PosturePatterns id={id} states={[state]} />
      <rect
        x="0.5"
        y="0.5"
        width="17"
        height="17"
        rx="4"
        fill={postureFill(id, state)}
        className="swatch-edge"
      />
    </svg>
  );
}
