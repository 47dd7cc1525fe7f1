import type { NudgeSettings } from '@plumbline/contract';
import { formats, t } from '../locales/t.ts';

/** A suggestion in the tone that was chosen; `unbrokenS`: how long the wearer has sat, or would have. */
export function suggestionWords({ tone }: Pick<NudgeSettings, 'tone'>, sat: Sat): string {
  return t(`nudges.settings.example.${tone}`, { limit: formats.durationLong(sat.unbrokenS ?? sat.limitS) });
}

interface Sat {
  readonly unbrokenS: number | null;
  readonly limitS: number;
}
