import { describe, expect, test } from 'vitest';
import { allImports, type Import } from './imports.ts';
import { ALLOWED, CORE_BESIDE, CORE_LAYERS, CORE_SHARED } from './rules.ts';

const imports = allImports();
const packageOf = (path: string): string => path.split('/')[1]!;
const show = ({ from, to }: Import): string => `${from} imports ${to}`;

describe('the dependency direction', () => {
  test('is seen: every package has imports to check', () => {
    expect(imports.length).toBeGreaterThan(100);
  });

  test('between packages is the one of the house', () => {
    const wrong = imports.filter(({ from, to }) => {
      const target = /^@plumbline\/([^/]+)/.exec(to)?.[1];
      return target !== undefined && !ALLOWED[packageOf(from)]?.includes(target);
    });
    expect(wrong.map(show)).toEqual([]);
  });

  test('never leaves a package by a relative path', () => {
    const wrong = imports.filter(
      ({ from, to }) => /^(packages|apps|\.\.)(\/|$)/.test(to) && packageOf(to) !== packageOf(from),
    );
    expect(wrong.map(show)).toEqual([]);
  });

  test('keeps core pure: no Node, no DOM, no dependency', () => {
    const wrong = imports.filter(
      ({ from, to }) => from.startsWith('packages/core/') && !to.startsWith('packages/core/'),
    );
    expect(wrong.map(show)).toEqual([]);
  });

  test('keeps the decoders free of Node', () => {
    const wrong = imports.filter(
      ({ from, to }) => from.startsWith('packages/sensor-protocol/') && to.startsWith('node:'),
    );
    expect(wrong.map(show)).toEqual([]);
  });
});

describe('inside core', () => {
  const inCore = imports.filter(({ from, to }) =>
    [from, to].every((p) => p.startsWith('packages/core/src/')),
  );
  const part = (path: string): string => path.slice('packages/core/src/'.length);
  const folder = (path: string): string => part(path).split('/')[0]!;
  const layer = (path: string): number => CORE_LAYERS.indexOf(folder(path) as (typeof CORE_LAYERS)[number]);

  test('a layer imports only layers below it', () => {
    const wrong = inCore.filter(
      ({ from, to }) => layer(from) >= 0 && !CORE_SHARED.includes(part(to)) && layer(to) > layer(from),
    );
    expect(wrong.map(show)).toEqual([]);
  });

  test('no layer imports the simulation', () => {
    const wrong = inCore.filter(({ from, to }) => layer(from) >= 0 && CORE_BESIDE.includes(folder(to)));
    expect(wrong.map(show)).toEqual([]);
  });
});

describe('inside api', () => {
  const inApi = imports.filter(({ from }) => from.startsWith('apps/api/src/'));

  test('services never see pg', () => {
    const wrong = inApi.filter(({ from, to }) => /\.(service|controller)\.ts$/.test(from) && to === 'pg');
    expect(wrong.map(show)).toEqual([]);
  });

  test('repositories never see HTTP', () => {
    const wrong = inApi.filter(
      ({ from, to }) =>
        from.endsWith('.repository.ts') &&
        /platform-fastify|^fastify|\.controller\.ts$|\.service\.ts$/.test(to),
    );
    expect(wrong.map(show)).toEqual([]);
  });

  test('controllers go through services', () => {
    const wrong = inApi.filter(
      ({ from, to }) => from.endsWith('.controller.ts') && to.endsWith('.repository.ts'),
    );
    expect(wrong.map(show)).toEqual([]);
  });
});

test('no file is part of a cycle of imports that are loaded together', () => {
  const together = imports.filter(({ later }) => !later);
  const edges = Map.groupBy(together, ({ from }) => from);
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
    if (done.has(file) || path.includes(file)) return;
    for (const { to } of edges.get(file) ?? []) visit(to, [...path, file]);
    done.add(file);
  };
  for (const file of edges.keys()) visit(file, []);
  expect(cycles).toEqual([]);
});
