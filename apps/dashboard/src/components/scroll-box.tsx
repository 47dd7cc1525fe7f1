import type { ReactNode } from 'react';

interface ScrollBoxProps {
  readonly className: string;
  /** What it holds, for those who come to it by keyboard. */
  readonly label: string;
  readonly id?: string;
  readonly children: ReactNode;
}

/** What may be wider or longer than its place: it scrolls by itself, also by keyboard. A group and no landmark. */
export function ScrollBox({ className, label, id, children }: ScrollBoxProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div className={className} id={id} role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
