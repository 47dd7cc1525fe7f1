import { execFile } from 'node:child_process';
import { rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startTestServer, type TestServer } from '@plumbline/database';
import { Validator } from '@seriousme/openapi-schema-validator';
import { generateSource } from 'oazapfts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RULES } from '../access/rules.ts';
import { type OpenApiDocument, openApiOf, routesOf } from '../testing/openapi-document.ts';
import { PASSWORD, TestPeople } from '../testing/test-people.ts';

const FOLDER = fileURLToPath(new URL('../../openapi/', import.meta.url));
const TSC = fileURLToPath(new URL('../../../../node_modules/.bin/tsc', import.meta.url));
const run = promisify(execFile);

let server: TestServer;
let people: TestPeople;
let document: OpenApiDocument;

beforeAll(async () => {
  server = await startTestServer();
  people = await TestPeople.start(server);
  document = await openApiOf(people.api);
});
afterAll(async () => {
  await people?.stop();
  await server?.stop();
});

describe('the OpenAPI document', () => {
  test('is valid, and every reference in it leads somewhere', async () => {
    const validator = new Validator();
    expect(await validator.validate({ ...structuredClone(document) })).toEqual({ valid: true });
    expect(validator.version).toBe('3.0');
    expect(() => validator.resolveRefs()).not.toThrow();
  });

  test('has a schema for every answer but the empty ones', () => {
    for (const [route, { responses }] of routesOf(document)) {
      expect(
        Object.keys(responses).some((status) => status.startsWith('2')),
        route,
      ).toBe(true);
      for (const [status, { content }] of Object.entries(responses)) {
        const schemas = Object.values(content ?? {}).map(({ schema }) => schema);
        expect([route, status, schemas.length === 0]).toEqual([
          route,
          status,
          status === '204' || status === '304',
        ]);
        expect(
          schemas.every((schema) => Object.keys(schema as object).length > 0),
          route,
        ).toBe(true);
      }
    }
  });

  test('says of every route who may use it, how they prove who they are, and how it says no', () => {
    for (const [route, { security, responses, description }] of routesOf(document)) {
      const { who, tokens } = RULES[route]!;
      const ways = security.flatMap((way) => Object.keys(way));
      expect([route, ways]).toEqual([
        route,
        who === 'anyone' ? [] : ['session', ...(tokens ? ['token'] : [])],
      ]);
      expect(description).toContain(who === 'anyone' ? 'Anyone.' : `For: ${who.join(', ')}.`);
      expect(responses['500']?.content).toHaveProperty(['application/problem+json']);
    }
  });

  test('says of no question that it must be asked with something that may be left out', async () => {
    for (const [route, { parameters = [] }] of routesOf(document)) {
      const [method, path] = route.split(' ') as [string, string];
      const needed = parameters.filter((one) => one.in === 'query' && one.required).map(({ name }) => name);
      expect(parameters.filter((one) => one.in === 'header' && one.required)).toEqual([]);
      if (method !== 'GET' || path.includes(':') || needed.length === 0) continue;
      const { field } = (await (await people.first.ask(method, path)).json()) as { field?: string };
      expect(needed, route).toContain(field);
    }
  });

  test('gives each operation a name of its own', () => {
    const names = [...routesOf(document).values()].map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('a client that is generated from it', () => {
  test('compiles, and signs in, reads a day and trends, writes a note and understands an error', async () => {
    const address = `${people.api.url}/openapi.json`;
    // Whole from one moment to the next: the same suite may run on another database at the same time.
    const fresh = `${FOLDER}client-${process.pid}.ts.partial`;
    await writeFile(fresh, await generateSource(address));
    await rename(fresh, `${FOLDER}client.ts`);
    await run(TSC, ['-p', FOLDER]);
    const script = `${FOLDER}smoke.ts`;
    const { stdout } = await run(process.execPath, [script, people.api.url, 'first', PASSWORD]);
    const { home } = (await people.first.json<{ storage: { home: string } }>('GET', '/v1/system')).storage;
    expect(JSON.parse(stdout)).toEqual({
      before: 'Sign in first, or show a token that is still valid.',
      me: 'First (wearer,operator)',
      day: expect.stringMatching(/\w/),
      trends: 28,
      note: 3,
      notes: ['discomfort'],
      system: home,
      mistake: [400, 'date', 'Give a date such as 2026-11-21.'],
    });
  });
});
