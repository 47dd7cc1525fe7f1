import { type Balance, leaningOf } from '../charts/balance-layout.ts';
import { t } from '../locales/t.ts';
import { asymmetryWords } from './measure-words.ts';

/** Which way somebody turns more, by how much and how sure that is, in one sentence. */
export function balanceWords(balance: Balance): string {
  const { asymmetry, interval } = balance;
  const leaning = leaningOf(balance);
  const which = t(`measures.balance.leaning.${leaning}`);
  if (interval === null) return which;
  const [low, high] = interval.map(asymmetryWords);
  const range = t('measures.balance.range', { low: low!, high: high! });
  if (leaning === 'even') return t('measures.balance.even', { range });
  return t('measures.balance.sure', { leaning: which, value: asymmetryWords(asymmetry), range });
}
