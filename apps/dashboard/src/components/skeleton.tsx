import { t } from '../locales/t.ts';

interface SkeletonProps {
  /** Of the card that will stand here, in rem. */
  readonly height: number;
}

/** The outline of a card before its content comes; spoken of once, by {@link PageSkeleton} or {@link Loading}. */
export function Skeleton({ height }: SkeletonProps) {
  return <div className="skeleton" style={{ minBlockSize: `${height}rem` }} aria-hidden="true" />;
}

/** The outline of a part of a page. */
export function Loading({ height }: SkeletonProps) {
  return (
    <div role="status">
      <span className="visually-hidden">{t('app.loading')}</span>
      <Skeleton height={height} />
    </div>
  );
}

const CARD_HEIGHTS = [3, 14, 22];

export function PageSkeleton() {
  return (
    <div className="page" role="status" data-testid="loading">
      <span className="visually-hidden">{t('app.loading')}</span>
      {CARD_HEIGHTS.map((height) => (
        <Skeleton key={height} height={height} />
      ))}
    </div>
  );
}
