import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { lookAs, type System } from '../../harness/demo.ts';
import { open, settled } from '../../harness/pages.ts';

/** What is looked at: it stands in the address, and has room. */
export function choices(system: System): void {
  // Of the page; a card may have a choice of the same name.
  const chosen = (page: Page, name: string) =>
    page.getByRole('radio', { name, exact: true }).first().isChecked();
  const choose = (page: Page, name: string) => page.locator('.choice', { hasText: name }).first().click();
  const placeOf = (page: Page): string => page.url().slice(system().demo.url.length);

  describe('the page of a person', () => {
    let page: Page;
    let path: string;
    beforeAll(async () => {
      const { demo, browser } = system();
      page = await lookAs(browser, demo, 'therapist');
      path = `/people/${demo.demo.people.find(({ key }) => key === 'seated')!.wearer}`;
    });

    test('keeps its period through the report and back, and when it is opened again', async () => {
      await open(page, `${system().demo.url}${path}`);
      await choose(page, '12 weeks');
      await expect.poll(() => placeOf(page)).toBe(`${path}?weeks=12`);
      await page.getByRole('link', { name: 'Report to print' }).click();
      await page.getByTestId('report').waitFor();
      expect(await chosen(page, '12 weeks')).toBe(true);
      await page.getByRole('link', { name: 'Back to the person' }).click();
      await page.getByTestId('visit-range').waitFor();
      expect(placeOf(page)).toBe(`${path}?weeks=12`);
      await page.reload();
      await settled(page);
      expect(await chosen(page, '12 weeks')).toBe(true);
    });

    test('shows its usual period where the address names none that there is', async () => {
      await open(page, `${system().demo.url}${path}?weeks=7`);
      expect(await chosen(page, '4 weeks')).toBe(true);
    });

    test.each([1200, 1280, 1440, 390])(
      'has room for every column of its comparison at %i px',
      async (width) => {
        await page.setViewportSize({ width, height: 900 });
        await open(page, `${system().demo.url}${path}`);
        const hidden = await page
          .getByTestId('compare')
          .locator('.compare-table, .compare-list')
          .evaluate((box) => box.scrollWidth - box.clientWidth);
        expect(hidden).toBe(0);
      },
    );
  });

  describe('pages of a wearer', () => {
    let page: Page;
    beforeAll(async () => {
      const { demo, browser } = system();
      page = await lookAs(browser, demo, 'hybrid');
    });

    test('trends have span, measure and comparison again', async () => {
      await open(page, `${system().demo.url}/trends`);
      await choose(page, '12 weeks');
      await page.getByRole('button', { name: /Measure/ }).click();
      await page.getByRole('option', { name: 'Standing', exact: true }).click();
      await choose(page, 'The 12 weeks before');
      await expect.poll(() => placeOf(page)).toBe('/trends?weeks=12&measure=standing_time&against=before');
      await page.reload();
      await settled(page);
      expect(await page.getByTestId('trend').getByRole('heading', { level: 2 }).textContent()).toBe(
        'Standing',
      );
      expect(await chosen(page, 'The 12 weeks before')).toBe(true);
    });

    test('the week that was looked at is there again, and the way back leads past it', async () => {
      await open(page, `${system().demo.url}/today`);
      await page.getByRole('link', { name: 'Week', exact: true }).click();
      const span = page.locator('.page-head .caption');
      const thisWeek = await span.textContent();
      await page.getByRole('button', { name: 'Week before' }).click();
      await expect.poll(() => span.textContent()).not.toBe(thisWeek);
      const before = await span.textContent();
      await page.reload();
      await settled(page);
      expect(await span.textContent()).toBe(before);
      await page.goBack();
      await expect.poll(() => placeOf(page)).toBe('/today');
      await open(page, `${system().demo.url}/week?date=2026-02-30`);
      expect(await span.textContent()).toBe(thisWeek);
    });
  });
}
