import type { Locator, Page } from 'playwright-core';
import { focusTrouble } from './accessibility.ts';

/** More than any page has. */
const MOST_STOPS = 400;

/** Somebody who has keys and no pointer, and looks after each of them where the focus is. */
export class KeyboardUser {
  readonly page: Page;
  /** Where the focus could not be seen. */
  readonly trouble = new Set<string>();

  constructor(page: Page) {
    this.page = page;
  }

  async press(key: string, times = 1): Promise<void> {
    for (let i = 0; i < times; i++) {
      await this.page.keyboard.press(key);
      for (const found of await focusTrouble(this.page)) this.trouble.add(found);
    }
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  /** Tab, from wherever the focus is, until it is on the first of these. */
  async to(target: Locator): Promise<void> {
    await target.first().waitFor();
    for (let i = 0; i < MOST_STOPS; i++) {
      if (await target.first().evaluate((element) => element === document.activeElement)) return;
      await this.press('Tab');
    }
    throw new Error(`no Tab leads to ${target}`);
  }

  async activate(target: Locator): Promise<void> {
    await this.to(target);
    await this.press('Enter');
  }

  /** By the first link of every page. */
  async skipToContent(): Promise<void> {
    await this.activate(this.page.getByRole('link', { name: 'Skip to content' }));
  }
}
