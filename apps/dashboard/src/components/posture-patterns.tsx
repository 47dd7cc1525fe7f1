import type { PostureState } from '@plumbline/core';
import type { ReactNode } from 'react';

const SIZE = 8;

/** Lines over the posture's colour; sitting is plain. Colours are tokens `--posture-*`. */
const MARKS: Record<PostureState, ReactNode> = {
  sitting: null,
  standing: <path className="pattern-line" d="M0 8L8 0M-2 2L2 -2M6 10L10 6" />,
  walking: <path className="pattern-line" d="M2 0V8M6 0V8" />,
  lying: <path className="pattern-line" d="M0 2H8M0 6H8" />,
  running: <path className="pattern-line" d="M0 8L8 0M0 0L8 8" />,
  cycling: <circle className="pattern-dot" cx="4" cy="4" r="1.6" />,
  unknown: <path className="pattern-line" d="M0 0L8 8M-2 6L2 10M6 -2L10 2" />,
  not_worn: <circle className="pattern-dot" cx="4" cy="4" r="1" />,
};

interface PosturePatternsProps {
  /** Prefix that keeps pattern ids of several pictures apart. */
  readonly id: string;
  readonly states: readonly PostureState[];
}

export function PosturePatterns({ id, states }: PosturePatternsProps) {
  return (
    <defs>
      {states.map((state) => (
        <pattern
          key={state}
          id={patternId(id, state)}
          width={SIZE}
          height={SIZE}
          patternUnits="userSpaceOnUse"
          className={`posture-${state}`}
        >
          <rect className="pattern-ground" width={SIZE} height={SIZE} />
          {MARKS[state]}
        </pattern>
      ))}
    </defs>
  );
}

export function postureFill(id: string, state: PostureState): string {
  return `url(#${patternId(id, state)})`;
}

function patternId(id: string, state: PostureState): string {
  return `${id.replaceAll(/[^\w-]/g, '')}-${state}`;
}
