import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[];
  }[];
}

let axe: Promise<string> | null = null;

/** What axe-core finds against WCAG 2.2 A and AA and its own best practices, as `rule: where: why`. */
export async function violations(page: Page): Promise<string[]> {
  axe ??= readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
  await page.evaluate(await axe);
  const results = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
  );
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary = '' }) =>
        `${id}: ${target.join(' ')}: ${failureSummary.replaceAll('\n', ' ')}`,
    ),
  );
}

/** What can be told of the element that has the focus. */
interface Stop {
  readonly name: string;
  /** Something shows where the focus is. */
  readonly marked: boolean;
  /** What lies over its middle, if not itself. */
  readonly under: string | null;
}

const MOST_STOPS = 250;

/** Walks the page by Tab from its beginning and tells of every stop where the focus could not be seen. */
export async function hiddenFocus(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    scrollTo(0, 0);
    (document.activeElement as HTMLElement | null)?.blur();
  });
  const trouble: string[] = [];
  for (let i = 0; i < MOST_STOPS; i += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(focusNow);
    if (stop === null) break;
    trouble.push(...troubleAt(stop));
  }
  return trouble;
}

function troubleAt({ name, marked, under }: Stop): string[] {
  return [
    ...(marked ? [] : [`${name} shows no sign of the focus`]),
    ...(under === null ? [] : [`${name} lies under ${under}`]),
  ];
}

/** Pictures after which what opens or scrolls must have come to its end. */
const FRAMES_TO_SETTLE = 30;

/** Why the focus cannot be seen where it is now, once what a key has set going is over; nothing if it can. */
export async function focusTrouble(page: Page): Promise<string[]> {
  for (let frame = 0; ; frame++) {
    const stop = await page.evaluate(focusNow);
    const trouble = stop === null ? [] : troubleAt(stop);
    if (trouble.length === 0 || frame === FRAMES_TO_SETTLE) return trouble;
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
}

/** Runs in the page. Null: the focus has left it. */
function focusNow(): Stop | null {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const nameOf = (of: Element) =>
    `<${of.tagName.toLowerCase()} ${of.className}> ${of.getAttribute('aria-label') ?? of.textContent?.trim().slice(0, 30)}`;
  const isMarked = (of: Element | null): boolean => {
    if (!of) return false;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(of);
    return (outlineStyle !== 'none' && outlineWidth !== '0px') || (of === element && boxShadow !== 'none');
  };
  // A control that is drawn by its label is marked there; a part of a date is marked by its ground.
  const label = element.closest('label');
  const drawn = label ?? element;
  // Where reading goes on, such as a page or a dialog that has just opened: nothing there waits for a key.
  const isPlace = element instanceof HTMLElement && element.tabIndex < 0;
  const marked =
    isPlace ||
    isMarked(element) ||
    isMarked(label) ||
    [...(label?.querySelectorAll('*') ?? [])].some(isMarked) ||
    element.classList.contains('date-segment');
  const { left, right, top, bottom } = drawn.getBoundingClientRect();
  const x = (Math.max(0, left) + Math.min(innerWidth, right)) / 2;
  const y = (Math.max(0, top) + Math.min(innerHeight, bottom)) / 2;
  const above = document.elementFromPoint(x, y);
  const seen = above !== null && (drawn.contains(above) || above.contains(drawn));
  return {
    name: nameOf(element),
    marked,
    under: seen ? null : above ? nameOf(above) : 'the edge of the window',
  };
}
