import type { Consent, Export, NudgeSettings, Today } from '@plumbline/contract';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { startApiProcess } from '../../harness/api-process.ts';
import { ask, lookAs, type System } from '../../harness/demo.ts';
import { KeyboardUser } from '../../harness/keyboard.ts';
import { open } from '../../harness/pages.ts';

/** Narrow and high enough that the bars at the top and at the bottom stay over what is scrolled. */
const WINDOW = { width: 900, height: 720 };
const TASK_MS = 240_000;
/** The page waits ten seconds, for whoever changes their mind. */
const DELETED_MS = 90_000;
const MADE_MS = 120_000;
const STORED_MS = 60_000;
const SETUP_CODE = 'keys-alone';
const PASSWORD = 'a pass phrase without a mouse';

/** Tab, Enter, the space bar, Escape, arrows and letters: everything is done with them, and the focus is always in sight. */
export function keyboard(system: System): void {
  describe('by keyboard alone', { timeout: TASK_MS }, () => {
    const users = new Map<string, KeyboardUser>();
    let user: KeyboardUser;
    let page: Page;

    /** One window for each of them, as for a person. */
    const begin = async (who: Parameters<typeof lookAs>[2], path: string): Promise<void> => {
      const { browser, demo } = system();
      user = users.get(who) ?? new KeyboardUser(await lookAs(browser, demo, who));
      users.set(who, user);
      page = user.page;
      await page.setViewportSize(WINDOW);
      await open(page, `${demo.url}${path}`);
      await user.skipToContent();
    };
    const answer = <T>(path: string): Promise<T> => ask<T>(page, system().demo, path);
    const button = (name: string | RegExp) => page.getByRole('button', { name });

    afterEach(() => {
      const trouble = [...user.trouble];
      user.trouble.clear();
      expect(trouble).toEqual([]);
    });
    afterAll(async () => {
      await Promise.all([...users.values()].map((each) => each.page.close()));
    });

    test('the first account is set up, signed out of and signed in to', async () => {
      const accounts = { PLUMBLINE_ACCOUNTS: '1', PLUMBLINE_SETUP_CODE: SETUP_CODE };
      await using api = await startApiProcess(accounts);
      page = await system().browser.newPage({ locale: 'en-GB', viewport: WINDOW, reducedMotion: 'reduce' });
      user = new KeyboardUser(page);
      await page.goto(api.url);
      await user.activate(button('Set up the first account'));
      for (const [label, text] of [
        ['Code from the server', SETUP_CODE],
        ['Your name', 'Kim'],
        ['Sign-in name', 'kim'],
        ['Password', PASSWORD],
      ] as const) {
        await user.to(page.getByLabel(label));
        await user.type(text);
      }
      await user.press('Enter');
      await page.getByRole('link', { name: 'More' }).waitFor();
      await page.goto(`${api.url}/more`);
      await user.activate(button('Sign out'));
      await user.to(page.getByLabel('Sign-in name'));
      await user.type('kim');
      await user.to(page.getByLabel('Password'));
      await user.type(PASSWORD);
      await user.press('Enter');
      await page.getByRole('main').getByText('Signed in as Kim').waitFor();
      await page.close();
    });

    test('a wearer reads the day, and finds the other pages', async () => {
      await begin('hybrid', '/today');
      await user.to(page.getByTestId('ribbon-cursor'));
      await user.press('Home');
      const first = await page.getByTestId('ribbon-readout').textContent();
      await user.press('ArrowRight', 2);
      expect(await page.getByTestId('ribbon-readout').textContent()).not.toBe(first);
      await user.press('Escape');
      await page.getByTestId('ribbon-readout').waitFor({ state: 'detached' });
      await user.activate(page.getByRole('link', { name: 'Week' }));
      await page.getByRole('heading', { name: 'Week', level: 1 }).waitFor();
      expect(new URL(page.url()).pathname).toBe('/week');
    });

    test('a wearer changes the language in the middle of a note, and neither the note nor the place is lost', async () => {
      await begin('hybrid', '/today');
      await page.setViewportSize({ width: 1280, height: 900 });
      const note = page.getByTestId('diary').getByRole('textbox');
      await note.fill('half a thought');
      const chosen = page
        .getByTestId('language')
        .getByRole('radio', { checked: true })
        .filter({ visible: true });
      await chosen.first().focus();
      await page.keyboard.press('ArrowDown');
      await page.getByRole('heading', { level: 1, name: 'Heute' }).waitFor();
      expect(await note.inputValue()).toBe('half a thought');
      expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).value)).toBe('de');
      await page.keyboard.press('ArrowUp');
      await page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
      await note.fill('');
    });

    test('a wearer whose button is gone with what it did goes on from the card it was in', async () => {
      await begin('hybrid', '/today');
      const diary = page.getByTestId('diary');
      await diary.getByRole('textbox').fill('to be removed');
      await user.activate(diary.getByRole('button', { name: 'Keep note' }));
      await user.activate(diary.getByRole('button', { name: 'Remove: to be removed' }));
      await page.getByText('Note removed.').filter({ visible: true }).first().waitFor();
      const focused = () =>
        page.evaluate(() => document.activeElement?.closest('[data-testid]')?.getAttribute('data-testid'));
      await expect.poll(focused).toBe('diary');
    });

    test('a menu that is closed gives the focus back to its button, the first time too', async () => {
      await begin('hybrid', '/nudges');
      const later = button('Later');
      await user.activate(later);
      await page.getByRole('menu').waitFor();
      await user.press('Escape');
      await page.getByRole('menu').waitFor({ state: 'detached' });
      await later.and(page.locator(':focus')).waitFor();
    });

    test('a wearer corrects a stretch, and takes it back', async () => {
      await begin('hybrid', '/today');
      await user.to(page.getByTestId('ribbon-cursor'));
      const { bouts } = await answer<Today>('/v1/today');
      await user.press('Home');
      await user.press(
        'ArrowRight',
        bouts.findIndex(({ state }) => state === 'sitting'),
      );
      await user.press('Enter');
      await user.activate(button('I was standing'));
      await page.getByTestId('corrections').getByText('Standing').waitFor();
      await user.activate(button('Take back'));
      await page.getByTestId('corrections').waitFor({ state: 'detached' });
    });

    test('a wearer changes when a break is suggested', async () => {
      await begin('hybrid', '/nudges');
      const before = await answer<NudgeSettings>('/v1/nudges/settings');
      await user.to(page.getByRole('textbox', { name: 'Sitting without a break before a suggestion' }));
      await user.press('ArrowUp');
      await user.to(page.getByRole('radio', { name: 'With a reason' }));
      await user.press('ArrowDown');
      await expect
        .poll(() => answer<NudgeSettings>('/v1/nudges/settings'), { timeout: STORED_MS })
        .toMatchObject({ limitS: before.limitS + 300, tone: 'short' });
    });

    test('a wearer withdraws a consent, and gives another', async () => {
      await begin('turning', '/privacy');
      const held = async () =>
        (await answer<Consent[]>('/v1/consents')).filter(({ withdrawnUs }) => withdrawnUs === null);
      const before = await held();
      await user.activate(button('Withdraw: Dr. Dana Okafor'));
      await page.getByText('Dr. Dana Okafor sees nothing any more.').waitFor();
      expect(await held()).toHaveLength(before.length - 1);
      await user.activate(button('Let somebody look'));
      const dialog = page.getByRole('dialog');
      await user.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await button('Let somebody look').and(page.locator(':focus')).waitFor();
      await user.press('Enter');
      await user.to(dialog.getByLabel('What for'));
      await user.type('Exercises');
      await user.to(dialog.getByRole('checkbox', { name: 'bouts, seconds, turns and load' }));
      await user.press('Space');
      await user.activate(dialog.getByRole('button', { name: 'Let them look' }));
      await page.getByText('Dr. Dana Okafor may look now.').waitFor();
      const given = (await held()).find(({ purpose }) => purpose === 'Exercises');
      expect(given?.scopes).toEqual(['summary']);
    });

    describe('a wearer deletes a day', () => {
      const deleteToday = async (): Promise<void> => {
        await begin('turning', '/privacy');
        const [year, month, day] = (await answer<Today>('/v1/today')).date.split('-');
        await user.to(page.getByTestId('delete').getByRole('spinbutton'));
        await user.type(`${day}${month}${year}${day}${month}${year}`);
        await user.activate(button('Delete these days'));
      };
      const boutsOfAnother = async (): Promise<number> => {
        const other = await lookAs(system().browser, system().demo, 'hybrid');
        const { bouts } = await ask<Today>(other, system().demo, '/v1/today');
        await other.context().close();
        return bouts.length;
      };

      test('and has ten seconds to keep it', async () => {
        await deleteToday();
        await user.activate(button('Keep it'));
        await page.getByText('Nothing was deleted.').waitFor();
        expect((await answer<Today>('/v1/today')).bouts.length).toBeGreaterThan(5);
      });

      test('and then nothing of it is left, nothing of anybody else is gone, and a report says what went', async () => {
        await deleteToday();
        const told = page.getByText(/^Deleted: [\d,]+ rows/).first();
        await told.waitFor({ timeout: DELETED_MS });
        const { bouts, reason, measures } = await answer<Today>('/v1/today');
        expect(bouts).toEqual([]);
        expect(reason).toBe('No samples of today are stored yet.');
        expect(measures.find(({ id }) => id === 'sitting_time')?.value ?? null).toBeNull();
        const [row] = await answer<{ removed: Record<string, number> }[]>('/v1/deletions');
        expect(row!.removed.posture_1s).toBeGreaterThan(3_600);
        await user.activate(page.getByTestId('delete').locator('summary'));
        await page.getByRole('cell', { name: row!.removed.posture_1s!.toLocaleString('en-GB') }).waitFor();
        expect(await boutsOfAnother()).toBeGreaterThan(5);
        await open(page, `${system().demo.url}/today`);
        await page.getByText('Nothing is recorded today yet.').waitFor();
      });
    });

    test('a wearer sets a sensor up: begins the bends, and stops them', async () => {
      await begin('seated', '/setup');
      const phase = (is: string) => page.locator(`[data-testid="bend-test"][data-phase="${is}"]`);
      await user.activate(phase('none').getByRole('button', { name: 'Begin' }));
      await phase('stand_still').or(phase('bend')).waitFor();
      await user.activate(page.getByTestId('bend-test').getByRole('button', { name: 'Stop' }));
      await phase('none').waitFor();
    });

    test('a therapist opens a person, writes a note and prints the report', async () => {
      await begin('therapist', '/people');
      await page.evaluate(() => {
        window.print = () => {
          document.documentElement.dataset.printed = 'true';
        };
      });
      await user.activate(page.getByRole('link', { name: 'Ada Lindqvist' }));
      await page.getByTestId('visit-range').waitFor();
      await user.activate(page.getByTestId('diary').getByRole('button', { name: 'Add a note' }));
      const text = page.getByRole('dialog').getByLabel('What to keep in mind');
      await text.and(page.locator(':focus')).waitFor();
      await user.type('Turns to the left while on the phone');
      await user.activate(button('Save note'));
      await page.getByText('Note saved for Ada Lindqvist.').waitFor();
      await page.getByTestId('diary').getByText('Turns to the left while on the phone').first().waitFor();
      await user.activate(page.getByRole('link', { name: 'Report to print' }));
      await page.getByTestId('report').waitFor();
      await user.activate(button('Print or save as PDF'));
      await page.locator('html[data-printed]').waitFor({ state: 'attached' });
    });

    test('a researcher makes an export and takes its files', async () => {
      await begin('researcher', '/exports');
      await user.to(page.getByRole('checkbox', { name: /^Turns of the trunk/ }));
      await user.press('Space');
      await user.to(page.getByRole('radio', { name: 'Parquet' }));
      await user.press('ArrowRight');
      await user.activate(button(/^Make \d+ exports?$/));
      const newest = async () => (await answer<Export[]>('/v1/exports'))[0];
      await expect
        .poll(newest, { timeout: MADE_MS })
        .toMatchObject({ state: 'done', format: 'csv', tables: ['bouts', 'rotations', 'days'] });
      await user.activate(page.getByTestId('export-jobs').locator('[data-state=done] summary'));
      const begun = page.waitForEvent('download');
      await user.activate(page.getByRole('link', { name: /bouts\.csv/ }));
      expect((await begun).suggestedFilename()).toBe('bouts.csv');
    });

    test('an operator reads how the system is', async () => {
      await begin('operator', '/system');
      await user.activate(button('Pause'));
      await button('Resume').waitFor();
      await user.to(page.getByTestId('diagnostics').locator('pre'));
      await user.to(page.getByTestId('diagnostics').getByRole('button'));
    });
  });
}
