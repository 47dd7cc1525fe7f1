import type { Role } from '@plumbline/contract';
import { startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BODY, CHANGES, NOT_JSON, OPENED_BY, OWN_ORDERS, TOLD_TO } from '../testing/access-expectations.ts';
import {
  type OpenApiDocument,
  type Operation,
  openApiOf,
  routesOf,
  schemasIn,
  successOf,
} from '../testing/openapi-document.ts';
import { TestApi } from '../testing/test-api.ts';
import { LIVE_RULES, RULES, type Rule } from './rules.ts';

let server: TestServer;
let document: OpenApiDocument;
let routes: Map<string, Operation>;

beforeAll(async () => {
  server = await startTestServer();
  const api = await TestApi.start(server);
  document = await openApiOf(api);
  routes = routesOf(document);
  await api.stop();
});
afterAll(() => server?.stop());

type Audience = 'anyone' | readonly Role[];

/** Null: nobody beyond those. */
function beyond(who: Rule['who'], most: Audience): string | null {
  if (most === 'anyone') return null;
  if (who === 'anyone') return 'anyone';
  return who.filter((role) => !most.includes(role)).join() || null;
}

/** What a rule lets out that its answer does not allow, in words; empty: nothing. */
function tooFar(rule: Rule, schemas: ReadonlySet<string>, reads: boolean): string[] {
  return [...schemas].flatMap((name) => {
    const scopes = OPENED_BY[name];
    if (scopes === undefined) {
      const others = beyond(rule.who, TOLD_TO[name] ?? 'anyone');
      return others === null ? [] : [`${name} is not for ${others}`];
    }
    // A wearer's own answer to a change of their own.
    if (rule.of === null)
      return !reads && beyond(rule.who, ['wearer']) === null ? [] : [`${name} needs a scope`];
    if (!scopes.includes(rule.of)) return [`${name} is not opened by ${rule.of}`];
    const others = beyond(rule.who, BODY);
    return others === null ? [] : [`${name} is not for ${others}`];
  });
}

const isOwnOrder = (schemas: ReadonlySet<string>): boolean => OWN_ORDERS.some((name) => schemas.has(name));

describe('the table of rules', () => {
  test('holds every route there is, and no other', () => {
    const beside = ['GET /*', 'GET /openapi.json'];
    expect([...routes.keys(), ...beside].sort()).toEqual(Object.keys(RULES).sort());
  });

  test('knows of every kind of answer whom it is for', () => {
    const known = [...Object.keys(OPENED_BY), ...Object.keys(TOLD_TO), ...OWN_ORDERS];
    expect(Object.keys(document.components.schemas).filter((name) => !known.includes(name))).toEqual([]);
  });

  test('opens each answer under its own scope and to its own audience alone', () => {
    const found: Record<string, string[]> = {};
    for (const [route, operation] of routes) {
      const schemas = schemasIn(document, successOf(operation));
      const broken = isOwnOrder(schemas) ? [] : tooFar(RULES[route]!, schemas, route.startsWith('GET '));
      if (broken.length > 0) found[route] = broken;
    }
    expect(found).toEqual({});
  });

  test('has an audience for each answer that is no JSON, and for each that is empty', () => {
    const silent = [...routes].filter(
      ([, operation]) => schemasIn(document, successOf(operation)).size === 0,
    );
    const said = [...Object.keys(NOT_JSON), ...Object.keys(CHANGES)];
    expect(silent.map(([route]) => route).filter((route) => !said.includes(route))).toEqual([]);
    for (const [route, most] of Object.entries(NOT_JSON))
      expect([route, beyond(RULES[route]!.who, most)]).toEqual([route, null]);
  });

  test('lets nobody else change anything, and tokens only what programs are for', () => {
    const changing = Object.keys(RULES).filter((route) => !route.startsWith('GET '));
    expect(changing.sort()).toEqual(Object.keys(CHANGES).sort());
    for (const route of changing) {
      const { who, of = null, tokens = false } = CHANGES[route]!;
      const rule = RULES[route]!;
      expect({ route, beyond: beyond(rule.who, who), of: rule.of }).toEqual({ route, beyond: null, of });
      if (rule.tokens) expect([route, tokens]).toEqual([route, true]);
    }
  });

  test('opens data to tokens, and nothing about accounts, tokens, consents or who looked', () => {
    const open = Object.keys(RULES).filter((route) => RULES[route]!.tokens);
    const about = /\/v1\/(account|audit|consents|deletions|pair|pairing-codes|people|therapists|tokens)/;
    expect(open.filter((route) => about.test(route))).toEqual([]);
  });

  test('has secrets guarded against guessing', () => {
    const guessable = Object.entries(RULES).filter(
      ([route, { who }]) => who === 'anyone' && !route.startsWith('GET '),
    );
    for (const [route, rule] of guessable) expect([route, rule.guarded]).toEqual([route, true]);
  });

  test('opens the live picture under its own scope, and to nobody beyond', () => {
    expect(LIVE_RULES.subscribe.of).toBe('live');
    expect(beyond(LIVE_RULES.subscribe.who, BODY)).toBeNull();
  });
});
