import type { Bout } from '@plumbline/core';
import { toCsv } from '../../charts/csv.ts';
import { totals } from '../../charts/strip-layout.ts';
import { formats, t } from '../../locales/t.ts';

/** One sentence that says what the strip shows. */
export function daySummary(bouts: readonly Bout[], timeZone: string): string {
  const first = bouts[0];
  if (!first) return t('live.day.empty');
  const parts = totals(bouts).map(({ state, seconds }) =>
    t('live.day.part', { name: t(`posture.name.${state}`), duration: formats.duration(seconds) }),
  );
  return t('live.day.summary', { from: formats.clock(first.startUs, timeZone), parts: formats.list(parts) });
}

export function describeBout(bout: Bout, timeZone: string): string {
  const values = {
    name: t(`posture.name.${bout.state}`),
    from: formats.clock(bout.startUs, timeZone),
    to: formats.clock(bout.endUs, timeZone),
    duration: boutDuration(bout),
  };
  return t(bout.open ? 'live.day.boutOpen' : 'live.day.bout', values);
}

/** Newest first. */
export function dayTable(bouts: readonly Bout[], timeZone: string) {
  const head = (['posture', 'from', 'to', 'duration'] as const).map((key) => t(`live.day.table.${key}`));
  const rows = bouts
    .toReversed()
    .map((bout) => [
      t(`posture.name.${bout.state}`),
      formats.clockWithSeconds(bout.startUs, timeZone),
      bout.open ? t('live.day.table.open') : formats.clockWithSeconds(bout.endUs, timeZone),
      boutDuration(bout),
    ]);
  return { head, rows };
}

/** The columns of `bouts.csv` of an analysis. */
export function dayCsv(bouts: readonly Bout[]): string {
  const rows = bouts.map(({ startUs, endUs, state }) => [startUs, endUs, state]);
  return toCsv(['start_us', 'end_us', 'state'], rows);
}

function boutDuration({ startUs, endUs }: Bout): string {
  return formats.duration((endUs - startUs) / 1e6);
}
