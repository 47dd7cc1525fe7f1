import { describe, expect, it } from 'vitest';
import { bytesToHex, hexToBytes } from '../../bytes.ts';
import { RawBatchBuilder } from '../../raw-batch.ts';
import { Link, randomSample } from '../../testing/link.ts';
import { mulberry32 } from '../../testing/random.ts';
import { startCommands } from './commands.ts';
import { NOTIFY_UUID } from './decoder.ts';
import { metamotion } from './driver.ts';
import { TICK_US } from './protocol.ts';
import { VirtualMetaMotion } from './virtual.ts';

const OPTIONS = { rateHz: 50, extra: {} };

function told(hex: string) {
  return metamotion.createDecoder(OPTIONS).push(NOTIFY_UUID, hexToBytes(hex), new RawBatchBuilder(6));
}

describe('MetaMotion', () => {
  it('removes leftovers before anything else', () => {
    const hex = startCommands(OPTIONS).map(({ bytes }) => bytesToHex(bytes));
    expect(hex.slice(0, 3)).toEqual(['0908', '0a05', '0b0a']);
    expect(hex.indexOf('190100')).toBeLessThan(hex.indexOf('0380'));
  });

  it('ends raw and packed streams of an earlier program, by the registers of the chip', () => {
    const ended = (implementation: number): string[] =>
      startCommands(OPTIONS)
        .filter(({ onlyIf, purpose }) => onlyIf?.value === implementation && purpose.startsWith('end '))
        .map(({ bytes }) => bytesToHex(bytes));
    expect(ended(1)).toEqual(['031c00', '130500', '130700']);
    expect(ended(4)).toEqual(['030500', '130400', '130500']);
  });

  it('builds the graph of the SDK: buffer, fuser, accounter', () => {
    const hex = startCommands(OPTIONS).map(({ bytes }) => bytesToHex(bytes));
    expect(hex).toContain('03032708');
    expect(hex).toContain('0303a702');
    expect(hex).toContain('13032700');
    expect(hex).toContain('09021305ffa00f05');
    expect(hex).toContain(`09020304ffa01b0100${'00'.repeat(11)}`);
    expect(hex).toContain('0902090301601131 03'.replace(' ', ''));
    expect(hex.slice(-4)).toEqual(['03020100', '13020100', '130101', '030101']);
  });

  it('never sends the bootloader command', () => {
    for (const { bytes } of startCommands(OPTIONS)) expect(bytes[0]).not.toBe(0xfe);
  });

  it('fails loudly where leftovers were not removed', () => {
    const stubborn = new VirtualMetaMotion({ extra: { leftovers: 'yes' } });
    const write = stubborn.write.bind(stubborn);
    stubborn.write = (uuid, bytes) => (bytes[0] === 9 && bytes[1] === 8 ? [] : write(uuid, bytes));
    const link = new Link(metamotion, OPTIONS, stubborn);
    link.start();
    expect(link.unanswered).toContain('join acceleration and angular rate');
  });

  it('keeps its processors over a disconnect, loses them with the power', () => {
    const virtual = new VirtualMetaMotion();
    new Link(metamotion, OPTIONS, virtual).start();
    const [notify] = virtual.services[0]!.characteristics.filter((c) => c.properties[0] === 'notify');
    virtual.subscribe(notify!.uuid, false);
    virtual.subscribe(notify!.uuid, true);
    expect(virtual.rateHz()).toBe(50);
    virtual.powerCycle();
    expect(virtual.rateHz()).toBe(0);
  });

  it('reads the clock of the board in its own ticks', () => {
    const link = new Link(metamotion, OPTIONS, new VirtualMetaMotion());
    link.start();
    link.feed(randomSample(mulberry32(1)));
    expect(link.out.deviceUs[0]! % TICK_US).toBeCloseTo(0, 6);
  });

  it('names a chip it does not know', () => {
    expect(told('03800300')).toContainEqual(expect.objectContaining({ kind: 'fault' }));
  });

  it('reads battery answers', () => {
    expect(told('118c5aa00f')).toContainEqual({ kind: 'battery', percent: 90, volts: 4 });
  });

  it('takes packets of its own accounter only', () => {
    const out = new RawBatchBuilder(6);
    const decoder = metamotion.createDecoder(OPTIONS);
    decoder.push(NOTIFY_UUID, hexToBytes(`090301${'00'.repeat(16)}`), out);
    decoder.push(NOTIFY_UUID, hexToBytes('0304e8059cfe7342'), out);
    expect(out.n).toBe(0);
  });
});
