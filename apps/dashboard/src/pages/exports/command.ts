import type { Export, NewStudyExport } from '@plumbline/contract';
import { PLUMBLINE } from '../../components/plumbline-command.ts';

/** What an order says besides whose data it takes. */
export type OrderTerms = Omit<NewStudyExport, 'participant'>;

/** The token never stands in a command: it would stay in the history of the shell. */
const AUTHORIZATION = '-H "Authorization: Bearer $PLUMBLINE_TOKEN"';

const US_PER_MS = 1000;

/** The same with the command line of Plumbline, which waits, fetches, goes on where it broke off, and checks. */
export function plumblineCommand(
  origin: string,
  study: string,
  participants: readonly string[],
  { format, tables, fromUs, untilUs }: OrderTerms,
): string {
  const moment = (flag: string, tUs: number | undefined) =>
    tUs === undefined ? '' : ` ${flag} ${new Date(tUs / US_PER_MS).toISOString()}`;
  return [
    `for participant in ${participants.join(' ')}; do`,
    `  ${PLUMBLINE} export --api '${origin}' --out "$participant" \\`,
    `    --study ${study} --participant "$participant" \\`,
    `    --tables ${tables.join(',')} --format ${format}${moment('--from', fromUs)}${moment('--until', untilUs)}`,
    'done',
  ].join('\n');
}

/** The same order with curl: one export for each participant. */
export function orderCommand(
  origin: string,
  study: string,
  participants: readonly string[],
  terms: OrderTerms,
): string {
  const body = JSON.stringify({ participant: '@', ...terms }).replace('"@"', `"'"$participant"'"`);
  return [
    `for participant in ${participants.join(' ')}; do`,
    `  curl --fail-with-body -X POST '${origin}/v1/studies/${study}/exports' \\`,
    `    ${AUTHORIZATION} -H 'content-type: application/json' \\`,
    `    -d '${body}'`,
    'done',
  ].join('\n');
}

/** Fetches the files of an export, goes on where a download broke off, and checks each of them. */
export function fetchCommand(origin: string, { id, files }: Pick<Export, 'id' | 'files'>): string {
  const sums = files.map(({ name, sha256 }) => `${sha256}  ${name}`).join('\n');
  return [
    `for name in ${files.map(({ name }) => name).join(' ')}; do`,
    `  curl --fail -C - -O ${AUTHORIZATION} "${origin}/v1/exports/${id}/files/$name"`,
    'done',
    `sha256sum -c <<'SUMS'\n${sums}\nSUMS`,
  ].join('\n');
}
