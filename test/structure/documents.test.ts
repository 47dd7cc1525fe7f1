import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from './imports.ts';

const PAGES = globSync('**/*.md', {
  cwd: ROOT,
  exclude: (path) => /(^|\/)(node_modules|dist|artefacts|\.[a-z]+)(\/|$)/.test(path),
});
const LINK = /\]\((?!https?:)([^)\s#]*)(?:#([^)\s]+))?\)/g;

const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** As hosts of repositories make them of headings. */
const anchorsOf = (path: string): string[] =>
  [...textOf(path).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );

function brokenLinks(page: string): string[] {
  return [...textOf(page).matchAll(LINK)].flatMap(([, path, anchor]) => {
    const target = path ? join(dirname(page), path) : page;
    if (!existsSync(join(ROOT, target))) return [`${target} is not there`];
    return anchor && !anchorsOf(target).includes(anchor) ? [`${target} has no heading for #${anchor}`] : [];
  });
}

describe('documents', () => {
  test.each(PAGES)('%s links to what is there', (page) => {
    expect(brokenLinks(page)).toEqual([]);
  });

  test('begin in every package and app, every measure and every family of sensors', () => {
    const houses = globSync(['apps/*/package.json', 'packages/*/package.json'], { cwd: ROOT }).map(dirname);
    const kinds = [
      'packages/core/src/measures/*/*.params.ts',
      'packages/sensor-protocol/src/drivers/*/driver.ts',
    ];
    const folders = [...houses, ...globSync(kinds, { cwd: ROOT }).map(dirname)];
    expect(folders.filter((folder) => !existsSync(join(ROOT, folder, 'README.md')))).toEqual([]);
  });
});
