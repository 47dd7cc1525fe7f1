import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lookAs, type System } from '../../harness/demo.ts';
import { open, sidewaysPx } from '../../harness/pages.ts';

const ARTEFACTS = join(import.meta.dirname, '..', '..', 'artefacts');
const SCREEN = { width: 1280, height: 900 };
/** A4 between its margins, and a phone's worth of it. */
const PAPERS = [
  { width: 703, height: 1054 },
  { width: 400, height: 600 },
];

const canvasOf = (page: Page): Promise<string> =>
  page
    .locator('.option-paper canvas')
    .first()
    .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());

/** A list says what is chosen of it, and stays. */
const pressable = (page: Page) =>
  page.getByRole('button').and(page.locator(':not(.select-button)')).filter({ visible: true });

/** What a browser does before it prints and after it, with the page left to look at meanwhile. */
async function printed<T>(page: Page, paper: (typeof PAPERS)[number], look: () => Promise<T>): Promise<T> {
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize(paper);
  const seen = await look();
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await page.emulateMedia({ media: 'screen' });
  await page.setViewportSize(SCREEN);
  return seen;
}

export function paper(system: System): void {
  describe('on paper', () => {
    let page: Page;
    beforeAll(async () => {
      const { demo, browser } = system();
      page = await lookAs(browser, demo, 'hybrid');
      await page.setViewportSize(SCREEN);
    });
    afterAll(async () => {
      await page.context().close();
    });

    test.each(['/week', '/trends', '/today'])(
      '%s has nothing to press, and nothing is cut off',
      async (path) => {
        await page.emulateMedia({ colorScheme: 'dark' });
        await open(page, `${system().demo.url}${path}`);
        const chart = page.locator('[data-ready=true]').first();
        await chart.waitFor();
        for (const size of PAPERS) {
          await printed(page, size, async () => {
            expect(await pressable(page).count()).toBe(0);
            expect(await page.getByTestId('demo').isVisible()).toBe(false);
            expect(await page.getByRole('banner').isVisible()).toBe(false);
            expect(await page.locator('.option-paper canvas').first().isVisible()).toBe(true);
            expect(await chart.isVisible()).toBe(false);
            expect(await sidewaysPx(page)).toBeLessThanOrEqual(0);
          });
        }
        expect(await chart.isVisible()).toBe(true);
        await page.pdf({ format: 'A4', path: join(ARTEFACTS, `paper${path.replace('/', '-')}.pdf`) });
      },
    );

    test('a chart is the same whether the screen is light or dark', async () => {
      await open(page, `${system().demo.url}/week`);
      // So that no newer minute of today comes in between.
      await page.context().setOffline(true);
      const pictures: string[] = [];
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        pictures.push(await printed(page, PAPERS[0]!, () => canvasOf(page)));
      }
      expect(pictures[1]).toBe(pictures[0]);
    });
  });
}
