import { type ReactNode, useId } from 'react';

interface CardProps {
  readonly title: string;
  readonly testId: string;
  readonly className?: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A titled region of a page. */
export function Card({ title, testId, className = '', actions, children }: CardProps) {
  const headingId = useId();
  return (
    <section className={`card ${className}`} aria-labelledby={headingId} data-testid={testId}>
      <header className="card-head">
        <h2 id={headingId}>{title}</h2>
        {actions && <div className="card-actions">{actions}</div>}
      </header>
      {children}
    </section>
  );
}
