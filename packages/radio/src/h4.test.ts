import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { H4, H4Desync, H4Framer } from './h4.ts';

const EVENT = Buffer.from('040e0401030c00', 'hex');
const DATA = Buffer.from('0240200300aabbcc', 'hex');

const framer = () => new H4Framer([H4.event, H4.acl]);
const hex = (packets: Iterable<Buffer>): string[] => [...packets].map((packet) => packet.toString('hex'));

describe('the H4 framer', () => {
  test('cuts a stream into packets with their type byte', () => {
    expect(hex(framer().push(Buffer.concat([EVENT, DATA])))).toEqual(['040e0401030c00', '0240200300aabbcc']);
  });

  test('gives the same packets for any cutting of the stream', () => {
    const stream = Buffer.concat([EVENT, DATA, Buffer.from('040f0400', 'hex'), Buffer.alloc(3), DATA]);
    const whole = hex(framer().push(stream));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: stream.length }), { maxLength: 8 }), (cuts) => {
        const edges = [0, ...cuts.sort((a, b) => a - b), stream.length];
        const f = framer();
        const packets = edges.slice(1).flatMap((end, i) => hex(f.push(stream.subarray(edges[i], end))));
        expect(packets).toEqual(whole);
      }),
    );
  });

  test('keeps a packet of the longest length', () => {
    const longest = Buffer.concat([Buffer.from('024020ffff', 'hex'), Buffer.alloc(0xffff)]);
    expect([...framer().push(longest)]).toHaveLength(1);
  });

  test('refuses a byte that begins no packet, after those before it', () => {
    const packets: string[] = [];
    const read = () => {
      for (const packet of framer().push(Buffer.concat([EVENT, Buffer.of(0x55)])))
        packets.push(packet.toString('hex'));
    };
    expect(read).toThrow(H4Desync);
    expect(read).toThrow('0x55');
    expect(packets[0]).toBe('040e0401030c00');
  });

  test('refuses a packet of the other direction', () => {
    expect(() => [...framer().push(Buffer.of(H4.command))]).toThrow(H4Desync);
  });
});
