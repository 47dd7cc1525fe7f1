import { findDriver } from '@plumbline/sensor-protocol';
import type { Account } from './account.ts';
import { type Outcome, packetSamples, samplesForTheClock } from './scenarios.ts';

/** What the account breaks, in words, or null where nothing is lost beyond what gaps name. */
export function failureOf({ driver, account, failed }: Outcome): string | null {
  if (failed !== null) return failed;
  const { unnamed, disorder, before, unsent, inexact, rejected } = account;
  const broken = [
    unnamed > 0 && `${unnamed} holes without a gap`,
    disorder > 0 && `${disorder} samples twice or out of order`,
    before > samplesForTheClock(driver) && `${before} lost before the first stored sample`,
    unsent >= packetSamples(driver) && `${unsent} lost after the last stored sample`,
    inexact > 0 && `${inexact} gaps call a wrong count exact`,
    rejected > 0 && `${rejected} records arrived with one missing before them`,
  ].filter((text) => text !== false);
  return broken.length === 0 ? null : broken.join('; ');
}

const HEAD = `# Faults between sensor and gateway

\`node test/gateway/matrix.ts\` (after a build) writes this file. Every row is a run of its own with real
processes: the gateway as it ships (stock noble), a virtual sensor (stock bleno) and the virtual radio between
them, all over HCI as bytes; the other side of the ingest contract is a websocket server that keeps what it
acknowledges. It proves nothing about antennas, bluetoothd or kernels.

The sensor plays numbered samples and goes on playing whether anybody listens or not, as one that is worn.
**taken** counts what it played from the first subscription to its end; **stored** what reached the other side;
**edges** are samples before the first stored one (a Polar frame that only sets the clock) and samples in a
packet that the sensor had not filled when it ended (Movesense, Capture2Go, Polar); **lost** is the rest of the
difference, found by the numbers; **named** is what the stored gaps say is missing.
After an absence the count of a gap is an estimate (its time over the period), inside a connection it is exact
where the device sends time or a counter. A sensor that was killed has no true count for its absence: its
first run counts up to the last sample that got out, and what it would have measured since is named, not
lost. The first sample comes 1 s later than the radio allows: the played sensor waits until the gateway has
been quiet for so long. A gateway that is stopped has fitted the sensor's clock for a few seconds only: how even
the times are is what that allows. Times are wall clock on a machine that runs several scenarios at once: no promises.
`;

export function markdown(outcomes: readonly Outcome[]): string {
  const groups = Map.groupBy(outcomes, ({ driver }) => driver);
  return `${HEAD}\n${[...groups].map(([driver, group]) => section(driver, group)).join('\n')}`;
}

function section(driver: string, outcomes: readonly Outcome[]): string {
  const head = '| what happens | what was seen | taken | stored | edges | lost | named | streams | holds |';
  return `## ${findDriver(driver).title} (\`${driver}\`)\n\n${head}\n|---|---|--:|--:|--:|--:|--:|--:|---|\n${outcomes.map(row).join('\n')}\n`;
}

function row(outcome: Outcome): string {
  const { scenario, note, account } = outcome;
  const cells = [scenario, note, ...counts(account), failureOf(outcome) ?? 'yes'];
  return `| ${cells.join(' | ')} |`;
}

const counts = ({ produced, stored, before, unsent, lost, named, streams }: Account): (string | number)[] => [
  produced,
  stored,
  `${before} + ${unsent}`,
  lost,
  named,
  streams,
];
