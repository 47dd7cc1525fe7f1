import type { Command } from '@plumbline/sensor-protocol';
import { BleFailure, type BleLink } from '../ble/transport.ts';
import { sleep } from '../time/sleep.ts';
import type { ConfigBoard } from './config-board.ts';

/** Carries out a driver's commands in order. Throws where the sensor contradicts or a required answer stays away. */
export async function runCommands(
  commands: readonly Command[],
  link: BleLink,
  board: ConfigBoard,
  signal: AbortSignal,
): Promise<void> {
  for (const command of commands) {
    if (signal.aborted || !link.connected) return;
    if (!applies(command, board)) continue;
    await runCommand(command, link, board);
    if (command.delayMs > 0) await sleep(command.delayMs, signal);
  }
}

/** Some commands are for one chip of a family only, which the sensor names first. */
const applies = ({ onlyIf }: Command, board: ConfigBoard): boolean =>
  !onlyIf || board.all()[onlyIf.key] === onlyIf.value;

async function runCommand(command: Command, link: BleLink, board: ConfigBoard): Promise<void> {
  const { characteristic, bytes, withResponse, expect } = command;
  if (expect === null) return link.write(characteristic, bytes, withResponse);
  for (let attempt = 0; attempt < expect.tries; attempt++) {
    const answer = board.next(expect.key, expect.timeoutMs);
    await link.write(characteristic, bytes, withResponse);
    const value = await answer;
    if (value === null) continue;
    if (expect.value === undefined || expect.value === value) return;
    throw refused(command, `answers ${expect.key} = ${value} instead of ${expect.value}`);
  }
  if (expect.required) throw refused(command, `does not answer (${expect.tries} tries)`);
}

function refused(command: Command, what: string): BleFailure {
  return new BleFailure(
    'link',
    `the sensor ${what}, asked to: ${command.purpose}.`,
    'Switch it off and on again; it is tried again by itself.',
  );
}
