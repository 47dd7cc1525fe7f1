import type { Bout, BreakCredit } from '@plumbline/core';
import { toCsv } from '../../charts/csv.ts';
import { totals } from '../../charts/strip-layout.ts';
import { formats, t } from '../../locales/t.ts';

const US_PER_S = 1e6;

/** One sentence that says what the ribbon shows. */
export function daySummary(bouts: readonly Bout[], breaks: number, timeZone: string): string {
  const parts = totals(bouts).map(({ state, seconds }) =>
    t('today.ribbon.part', { name: t(`posture.name.${state}`), duration: formats.duration(seconds) }),
  );
  return t('today.ribbon.summary', {
    from: formats.clock(bouts[0]!.startUs, timeZone),
    parts: formats.list(parts),
    breaks: t('today.ribbon.breaks', { count: breaks }),
  });
}

export function boutWords(bout: Bout, timeZone: string): string {
  return t(bout.open ? 'today.ribbon.boutOpen' : 'today.ribbon.bout', {
    name: t(`posture.name.${bout.state}`),
    from: formats.clock(bout.startUs, timeZone),
    to: formats.clock(bout.endUs, timeZone),
    duration: formats.duration(lengthS(bout)),
  });
}

/** Newest first. */
export function boutTable(bouts: readonly Bout[], timeZone: string) {
  const head = (['posture', 'from', 'to', 'duration'] as const).map((key) => t(`today.ribbon.table.${key}`));
  const rows = bouts
    .toReversed()
    .map((bout) => [
      t(`posture.name.${bout.state}`),
      formats.clockWithSeconds(bout.startUs, timeZone),
      bout.open ? t('today.ribbon.table.open') : formats.clockWithSeconds(bout.endUs, timeZone),
      formats.duration(lengthS(bout)),
    ]);
  return { head, rows };
}

/** What of the day is seen, with the columns of `bouts.csv` of an analysis. */
export function boutCsv(
  bouts: readonly Bout[],
  view: { readonly startUs: number; readonly endUs: number },
): string {
  const seen = bouts.filter(({ startUs, endUs }) => endUs > view.startUs && startUs < view.endUs);
  return toCsv(
    ['start_us', 'end_us', 'state'],
    seen.map(({ startUs, endUs, state }) => [startUs, endUs, state]),
  );
}

function lengthS({ startUs, endUs }: { readonly startUs: number; readonly endUs: number }): number {
  return (endUs - startUs) / US_PER_S;
}

const FULL = 0.995;
/** A stretch below this is not worth telling. */
const LEAST_CREEP = 0.02;

export interface BreakLine {
  readonly startUs: number;
  readonly when: string;
  readonly did: string;
  readonly credit: string;
  readonly creep: string | null;
}

/** What the body did in a break, and what that took back. */
export function breakLine(credit: BreakCredit, timeZone: string): BreakLine {
  const { startUs, endUs, movingS, postureChanged, stillnessRecovered, creepBefore, creepAfter } = credit;
  const moved = movingS > 0 ? t('today.breaks.moving', { duration: formats.duration(movingS) }) : null;
  const changed = t(postureChanged ? 'today.breaks.posture' : 'today.breaks.still');
  const creep =
    creepBefore === null || creepAfter === null || creepBefore < LEAST_CREEP
      ? null
      : t('today.breaks.creep', { before: formats.percent(creepBefore), after: formats.percent(creepAfter) });
  return {
    startUs,
    when: t('today.breaks.item', {
      from: formats.clock(startUs, timeZone),
      duration: formats.duration((endUs - startUs) / US_PER_S),
    }),
    did: moved ?? changed,
    credit:
      stillnessRecovered >= FULL
        ? t('today.breaks.full')
        : t('today.breaks.partly', { percent: formats.percent(stillnessRecovered) }),
    creep,
  };
}
