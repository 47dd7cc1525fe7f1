interface CursorNoteProps {
  /** Where it stands, 0 to 1. */
  readonly share: number;
  readonly text: string;
  readonly testId: string;
  readonly className?: string;
}

/** The line where one reads, with what is read there on the side that has room. */
export function CursorNote({ share, text, testId, className = '' }: CursorNoteProps) {
  return (
    <div
      className={`cursor-line ${className}`}
      style={{ '--share': share } as React.CSSProperties}
      data-side={share > 0.5 ? 'left' : 'right'}
    >
      <span className="cursor-note" data-testid={testId}>
        {text}
      </span>
    </div>
  );
}
