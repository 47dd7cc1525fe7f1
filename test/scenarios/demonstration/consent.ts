import type { AuditEntry } from '@plumbline/contract';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { ask, lookAs, type System } from '../../harness/demo.ts';

/** An open page asks every quarter of a minute whom it may see; much longer on a busy machine. */
const NOTICED_MS = 90_000;
const DAY_US = 86_400e6;

export function consent(system: System): void {
  describe('a therapist has the page of a wearer open', () => {
    let therapist: Page;
    let wearer: Page;
    let wearerId: string;

    beforeAll(async () => {
      const { demo, browser } = system();
      wearerId = demo.demo.people.find(({ key }) => key === 'seated')!.wearer!;
      wearer = await lookAs(browser, demo, 'seated');
      therapist = await lookAs(browser, demo, 'therapist');
      await therapist.goto(`${demo.url}/people/${wearerId}`);
      await therapist.getByRole('heading', { name: 'Ada Lindqvist' }).waitFor();
      await therapist.getByTestId('visit-range').waitFor();
    });

    const answerTo = async (path: string): Promise<number> =>
      (await therapist.context().request.get(system().demo.url + path)).status();
    const mayRead = (): Promise<number> => answerTo(`/v1/trends?wearer=${wearerId}`);

    test('and loses it when the wearer withdraws the consent, at once and without touching the page', async () => {
      expect(await mayRead()).toBe(200);
      await wearer.goto(`${system().demo.url}/privacy`);
      await wearer.getByRole('button', { name: 'Withdraw: Dr. Dana Okafor' }).click();
      await wearer.getByText('Dr. Dana Okafor sees nothing any more.').waitFor();
      expect(await mayRead()).toBe(404);
      await therapist.getByTestId('gone').waitFor({ timeout: NOTICED_MS });
      expect(await therapist.getByText('Ada Lindqvist').count()).toBe(0);
      expect(await therapist.getByTestId('visit-range').count()).toBe(0);
    });

    test('and has it again, as far as the wearer lets her, when the wearer gives a new one', async () => {
      await wearer.getByRole('button', { name: 'Let somebody look' }).click();
      const dialog = wearer.getByRole('dialog');
      await dialog.getByLabel('What for').fill('One more visit');
      await dialog.getByText('bouts, seconds, turns and load').click();
      await dialog.getByRole('button', { name: 'Let them look' }).click();
      await wearer.getByText('Dr. Dana Okafor may look now.').waitFor();
      await therapist.getByRole('heading', { name: 'Ada Lindqvist' }).waitFor({ timeout: NOTICED_MS });
      expect(await mayRead()).toBe(200);
      expect(await answerTo(`/v1/bouts?wearer=${wearerId}&fromUs=0&untilUs=${DAY_US}`)).toBe(404);
    });

    test('and the wearer reads who looked', async () => {
      const entries = await ask<AuditEntry[]>(wearer, system().demo, '/v1/audit');
      const looked = entries.filter(({ actor }) => actor === 'Dr. Dana Okafor').map(({ action }) => action);
      expect(looked).toContain('GET /v1/trends');
    });
  });
}
