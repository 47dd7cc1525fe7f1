import { expect, test } from 'vitest';
import { z } from 'zod';
import { VERSION } from '../process/version.ts';
import { shapesOf, type TaggedReply, tagged } from './etag.ts';

class Reply implements TaggedReply {
  readonly headers: Record<string, string> = {};
  code = 200;

  header(name: string, value: string): void {
    this.headers[name] = value;
  }

  status(code: number): void {
    this.code = code;
  }
}

/** What `wearer` is answered who has an answer with this tag. */
function answer(uuid: string, known?: string): Reply & { readonly body: string | undefined } {
  const reply = new Reply();
  const headers = known === undefined ? {} : { 'if-none-match': known };
  const body = tagged({ headers, wearer: { id: 1, uuid } }, reply, '2026-11-21-1', `of ${uuid}`);
  return Object.assign(reply, { body });
}

test('an answer that the caller has is not sent again', () => {
  const tag = answer('one').headers.etag!;
  expect(answer('one', tag)).toMatchObject({ code: 304, body: undefined });
  expect(answer('one', `"x", ${tag}`)).toMatchObject({ code: 304, body: undefined });
});

test('what one wearer was told is never taken for what another is told, nor for what another version tells', () => {
  const tag = answer('one').headers.etag!;
  expect(answer('two', tag)).toMatchObject({ code: 200, body: 'of two' });
  expect(answer('one', tag.replace(VERSION, '0.0.0'))).toMatchObject({ code: 200, body: 'of one' });
});

test('what a server answers in another shape is another answer', () => {
  const day = (shape: z.ZodRawShape) => {
    const registry = z.registry<{ id?: string }>() as typeof z.globalRegistry;
    registry.add(z.object(shape), { id: 'Day' });
    return shapesOf(registry);
  };
  const [before, after] = [day({ date: z.string() }), day({ date: z.string(), timeZone: z.string() })];
  expect(day({ date: z.string() })).toBe(before);
  expect(after).not.toBe(before);
  const tag = answer('one').headers.etag!;
  const shapes = shapesOf(z.globalRegistry);
  expect(answer('one', tag.replace(shapes, before))).toMatchObject({ code: 200, body: 'of one' });
});
