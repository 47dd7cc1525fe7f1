import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { hiddenFocus, violations } from '../../harness/accessibility.ts';
import type { System } from '../../harness/demo.ts';
import {
  addressOf,
  dashboardPages,
  open,
  settled,
  sidewaysPx,
  type Viewer,
  viewAs,
} from '../../harness/pages.ts';

const ARTEFACTS = join(import.meta.dirname, '..', '..', 'artefacts', 'pages');
const NARROW = { width: 360, height: 780 };
/** Between the two layouts: looked at, and left out of what takes long. */
const MIDDLE = { width: 768, height: 1024 };
const WIDE = { width: 1440, height: 900 };
const ALL = [NARROW, MIDDLE, WIDE];
/** Every size in both themes takes a quarter of an hour; without it each layout and each theme is seen once. */
const THOROUGH = process.env.PLUMBLINE_PAGES === 'all';
const LOOKS = THOROUGH
  ? [
      { theme: 'light' as const, sizes: ALL },
      { theme: 'dark' as const, sizes: ALL },
    ]
  : [
      { theme: 'light' as const, sizes: [WIDE] },
      { theme: 'dark' as const, sizes: [NARROW] },
    ];
const SMALLEST = { width: 320, height: 640 };
/** What 200 % zoom leaves of 1280 by 800. */
const ZOOMED = { width: 640, height: 400 };

const lines = await dashboardPages();
const named = lines.map((line) => ({
  name: line.path.replace(/^\//, '').replaceAll(/[/:]+/g, '-'),
  ...line,
}));

export function everyPage(system: System): void {
  const viewers = new Map<string, Viewer>();

  /** One viewer for each role: pages of the same role follow each other in the same window, as for a person. */
  const viewerOf = async (role: string, roles: (typeof lines)[number]['roles']): Promise<Viewer> => {
    const { browser, demo } = system();
    const viewer = viewers.get(role) ?? (await viewAs(browser, demo, roles));
    viewers.set(role, viewer);
    return viewer;
  };

  beforeAll(async () => {
    await mkdir(ARTEFACTS, { recursive: true });
  });

  describe.each(named)('the page $path', (line) => {
    let viewer: Viewer;
    let address: string;
    beforeAll(async () => {
      viewer = await viewerOf(line.roles[0]!, line.roles);
      address = await addressOf(line, viewer, system().demo.url);
      await viewer.page.setViewportSize(WIDE);
      await open(viewer.page, address);
    });

    test.each(LOOKS)('can be used by everybody in $theme', async ({ theme, sizes }) => {
      const { page } = viewer;
      await page.emulateMedia({ colorScheme: theme });
      const found: string[] = [];
      for (const size of sizes) {
        await page.setViewportSize(size);
        await settled(page);
        await page.screenshot({
          path: join(ARTEFACTS, `${line.name}-${size.width}-${theme}.png`),
          fullPage: true,
          style: '.bottom-nav, .masthead { position: static !important; }',
        });
        if (size === MIDDLE) continue;
        found.push(...(await violations(page)).map((violation) => `${size.width} px: ${violation}`));
      }
      expect(found).toEqual([]);
    });

    test.each([SMALLEST, ZOOMED])('loses nothing to the side at $width px', async (size) => {
      await viewer.page.setViewportSize(size);
      await settled(viewer.page);
      expect(await sidewaysPx(viewer.page)).toBeLessThanOrEqual(0);
    });

    test.each(THOROUGH ? [NARROW, WIDE, ZOOMED] : [NARROW])(
      'keeps the focus in sight at $width px',
      async (size) => {
        await viewer.page.setViewportSize(size);
        await open(viewer.page, address);
        expect(await hiddenFocus(viewer.page)).toEqual([]);
      },
    );

    test('reports no error and asks nobody else for anything', () => {
      expect(viewer.problems).toEqual([]);
    });
  });

  test.each([
    { path: '/settings', group: '[data-testid=language] label' },
    { path: '/nudges', group: '.choice' },
  ])('where the system forces its colours, $path shows what is chosen', async ({ path, group }) => {
    const { browser, demo } = system();
    const { page } = await viewAs(browser, demo, ['wearer']);
    await page.emulateMedia({ forcedColors: 'active' });
    await open(page, `${demo.url}${path}`);
    const grounds = await page
      .locator(`main ${group}`)
      .evaluateAll((all) =>
        all.map((each) => [
          each.matches('[data-selected], :has(input:checked)'),
          getComputedStyle(each).backgroundColor,
        ]),
      );
    const groundsOf = (chosen: boolean) =>
      grounds.filter(([is]) => is === chosen).map(([, ground]) => ground);
    const [chosen] = groundsOf(true);
    expect(chosen).toMatch(/^rgb/);
    expect(groundsOf(false)).not.toContain(chosen);
    await page.context().close();
  });
}
