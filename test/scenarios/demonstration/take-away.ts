import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Export, Today } from '@plumbline/contract';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { type BoutRow, csvBouts, parquetBouts } from '../../harness/bout-files.ts';
import { ask, lookAs, type System } from '../../harness/demo.ts';

const MADE_MS = 240_000;
const FORMATS = [
  { format: 'csv', label: 'CSV, for spreadsheets', read: csvBouts },
  { format: 'parquet', label: 'Parquet, for data tools', read: parquetBouts },
] as const;

function sittingMin(bouts: readonly BoutRow[], fromUs: number): number {
  const sat = bouts.filter(({ startUs, state }) => state === 'sitting' && startUs >= fromUs);
  return sat.reduce((sum, { startUs, endUs }) => sum + endUs - startUs, 0) / 60e6;
}

export function takeAway(system: System): void {
  describe('a wearer takes everything away', () => {
    let page: Page;
    let today: Today;

    // Wears no live sensor: nothing changes meanwhile.
    beforeAll(async () => {
      const { demo, browser } = system();
      page = await lookAs(browser, demo, 'turning');
      await page.goto(`${demo.url}/privacy`);
      today = await ask<Today>(page, demo, '/v1/today');
    });

    /** As it lies in the folder of downloads. */
    const download = async (name: string): Promise<Buffer> => {
      const begun = page.waitForEvent('download');
      await page.getByTestId('take').getByRole('link', { name }).click();
      return readFile(await (await begun).path());
    };
    const made = async (format: string): Promise<Export> =>
      (await ask<Export[]>(page, system().demo, '/v1/exports')).find((each) => each.format === format)!;

    describe.each(FORMATS)('as $format', ({ format, label, read }) => {
      test('in files that are ready after a while', { timeout: MADE_MS }, async () => {
        await page.getByText(label).click();
        await page.getByRole('button', { name: 'Put it together' }).click();
        await expect.poll(async () => (await made(format))?.state, { timeout: MADE_MS }).toBe('done');
        await page.getByRole('link', { name: `bouts.${format}` }).waitFor();
        const names = (await made(format)).files.map(({ name }) => name);
        const wanted = ['bouts', 'rotations', 'seconds'].map((table) => `${table}.${format}`);
        expect(names).toEqual(expect.arrayContaining([...wanted, 'manifest.json']));
      });

      test('that hold what the pages say', async () => {
        const rows = await read(await download(`bouts.${format}`));
        expect(rows.length).toBeGreaterThan(today.bouts.length);
        const inFile = sittingMin(rows, today.startUs);
        expect(inFile).toBeGreaterThan(1);
        expect(inFile).toBeCloseTo(sittingMin(today.bouts, today.startUs), 1);
      });

      test('with the checksums that the server states', async () => {
        const { files } = await made(format);
        for (const name of [`bouts.${format}`, `seconds.${format}`]) {
          const { bytes, sha256 } = files.find((file) => file.name === name)!;
          const found = await download(name);
          expect(found.length).toBe(bytes);
          expect(createHash('sha256').update(found).digest('hex')).toBe(sha256);
        }
      });
    });
  });
}
