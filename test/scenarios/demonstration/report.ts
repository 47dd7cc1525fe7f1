import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { lookAs, type System } from '../../harness/demo.ts';
import { open } from '../../harness/pages.ts';

const WEARER = 'seated';
const PAPERS = ['A4', 'Letter'] as const;
const MOST_PAGES = 2;
const ARTEFACTS = join(import.meta.dirname, '..', '..', 'artefacts');

/** Numbers on the page or the paper, by the measure they are of. */
function figures(page: Page): Promise<Record<string, string>> {
  return page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll<HTMLElement>('.figure-list [data-figure]')].map((element) => [
        element.dataset.figure!,
        element.textContent,
      ]),
    ),
  );
}

/** Page objects of a file that Chromium wrote; it does not pack them. */
function pagesOf(pdf: string): number {
  return pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}

export function report(system: System): void {
  describe('the report of one wearer', () => {
    let page: Page;
    let address: string;
    let name: string;

    beforeAll(async () => {
      const { demo, browser } = system();
      page = await lookAs(browser, demo, 'therapist');
      const person = demo.demo.people.find(({ key }) => key === WEARER)!;
      name = person.name;
      address = `${demo.url}/people/${person.wearer}`;
    });

    test('says the same numbers as the page, word for word', async () => {
      await open(page, address);
      await page.getByTestId('visit-range').waitFor();
      const shown = await figures(page);
      await open(page, `${address}/report`);
      await page.getByTestId('report').waitFor();
      const printed = await figures(page);
      expect(Object.keys(printed).length).toBeGreaterThan(15);
      for (const [id, words] of Object.entries(printed)) expect([id, shown[id]]).toEqual([id, words]);
    });

    test('begins with how much it rests on, and names nobody', async () => {
      const text = (await page.getByTestId('report').textContent()) ?? '';
      expect(text).toMatch(/Person P-[0-9A-F]{6}/);
      expect(text.indexOf('How much this rests on')).toBeGreaterThan(-1);
      expect(text.indexOf('How much this rests on')).toBeLessThan(text.indexOf('Sitting pattern'));
      expect(text).not.toContain(name);
      expect(text).toContain('not a medical device');
    });

    test.each(PAPERS)('is a tagged document of at most two pages of %s', async (format) => {
      const path = join(ARTEFACTS, `report-${format}.pdf`);
      const pdf = (await page.pdf({ format, path, tagged: true, printBackground: true })).toString('latin1');
      expect(pagesOf(pdf)).toBeGreaterThan(0);
      expect(pagesOf(pdf)).toBeLessThanOrEqual(MOST_PAGES);
      expect(pdf).toContain('/StructTreeRoot');
      expect(pdf).toMatch(/\/Lang\s*\(en/);
    });

    test('is light on paper, whatever the screen is', async () => {
      await page.emulateMedia({ colorScheme: 'dark', media: 'print' });
      const ink = await page.evaluate(() =>
        getComputedStyle(document.documentElement).getPropertyValue('--surface').trim(),
      );
      expect(ink).toMatch(/^#f+$/);
    });
  });
}
