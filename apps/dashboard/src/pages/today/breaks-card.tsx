import type { Today } from '@plumbline/contract';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { formats, t } from '../../locales/t.ts';
import { breakLine } from './ribbon-words.ts';

const SHOWN = 4;
const S_PER_MIN = 60;

/** Breaks by what the body did, the latest first. */
export function BreaksCard({ today: { breaks, timeZone } }: { readonly today: Today }) {
  const [all, setAll] = useState(false);
  const lines = breaks.toReversed().map((credit) => breakLine(credit, timeZone));
  const minutes = breaks.reduce((sum, credit) => sum + credit.minutes, 0);
  const rest = lines.length - SHOWN;
  return (
    <Card title={t('today.breaks.heading')} testId="breaks" className="breaks-card">
      <p className="summary">
        {lines.length === 0
          ? t('today.breaks.none')
          : t('today.breaks.summary', {
              count: lines.length,
              duration: formats.duration(minutes * S_PER_MIN),
            })}
      </p>
      <ol className="break-list">
        {(all ? lines : lines.slice(0, SHOWN)).map(({ startUs, when, did, credit, creep }) => (
          <li key={startUs}>
            <span className="break-when">{when}</span>
            <span className="caption">{did}</span>
            <span className="caption">{creep ? `${credit} · ${creep}` : credit}</span>
          </li>
        ))}
      </ol>
      {rest > 0 && (
        <Button look="quiet" onPress={() => setAll(!all)}>
          {all ? t('today.breaks.less') : t('today.breaks.more', { count: rest })}
        </Button>
      )}
    </Card>
  );
}
