import { describe, expect, it } from 'vitest';
import { decodeHex } from './decode.ts';
import { drivers, findDriver, matchDriver } from './registry.ts';

const RECORD = '5561eeff0000040800000000000000006500d430';
const nobody = { localName: null, serviceUuids: [], manufacturerData: null };

describe('decodeHex', () => {
  it('shows records in the units of the device and samples in SI units', () => {
    const { driver, records, samples, events } = decodeHex('witmotion', [RECORD]);
    expect(driver).toBe('witmotion');
    expect(records).toMatchObject([{ kind: 'stream', acc_g: [-0.0087890625, 0, 1.001953125] }]);
    expect(samples[0]!.acc_mps2![2]).toBeCloseTo(1.001953125 * 9.80665, 12);
    expect(samples[0]!.t_us).toBeNull();
    expect(events).toEqual([]);
  });

  it('takes the mode as an option, and shows both readings without it', () => {
    const hex = '556100fc0002c007a400b8fe100040e2010000e0';
    expect(decodeHex('witmotion', [hex], { mode: '2' }).samples[0]!.t_us).toBe(123_456_000);
    expect(decodeHex('witmotion', [hex]).records[0]).toMatchObject({
      if_mode_2: { t_ms: 123456, yaw_deg: -45 },
    });
  });

  it('follows a record over two notifications', () => {
    expect(decodeHex('witmotion', [RECORD.slice(0, 14), RECORD.slice(14) + RECORD]).samples).toHaveLength(2);
  });

  it('puts records together that a small MTU cuts, whatever their length', () => {
    const long = [
      '5561d8fd3905de05bb01ff00fbffab0fb1ed808a1a06160e29011903',
      '5561cdff1a0001080e000d0000001c006c0159ac1a06160e29061903',
    ];
    const stream = long.join('').repeat(3);
    for (const digits of [10, 38, 40, 46, 56, 122]) {
      const cut = stream.match(new RegExp(`.{1,${digits}}`, 'g'))!;
      const { records, samples, events } = decodeHex('witmotion', cut);
      expect([digits, samples.length, records.length, events]).toEqual([digits, 6, 6, []]);
      expect(records[0]).toMatchObject({ chip_time: '2026-06-22T14:41:01.793' });
    }
  });

  it('puts nothing together where a piece is missing', () => {
    const { samples, events } = decodeHex('witmotion', [RECORD, RECORD.slice(20), RECORD]);
    expect(samples).toHaveLength(2);
    expect(events).toEqual([{ kind: 'resync', droppedBytes: 10 }]);
  });

  it('recovers the whole record beside a torn one in a single notification', () => {
    expect(decodeHex('witmotion', [RECORD.slice(0, 30) + RECORD]).samples).toHaveLength(1);
    expect(decodeHex('witmotion', [RECORD + RECORD.slice(0, 30)]).samples).toHaveLength(1);
    const padded = `${RECORD.slice(0, 8)}c0ffee${RECORD.slice(8)}`;
    expect(decodeHex('witmotion', [padded + RECORD]).samples).toHaveLength(1);
  });

  it('tells what belonged to no record', () => {
    const { records, events } = decodeHex('witmotion', [`0102${RECORD}${RECORD}`]);
    expect(records.at(-1)).toEqual({ kind: 'dropped', bytes: 2 });
    expect(events).toContainEqual({ kind: 'resync', droppedBytes: 2 });
  });

  it('finds the payload mode of a DOT by itself', () => {
    const padded = `a44b4c00f304353f00000000f304353f0000000000000000000000000000000000000000`;
    expect(decodeHex('dot', [padded.padEnd(80, '0')]).records[0]).toMatchObject({
      mode: 3,
      mode_guessed: true,
    });
  });

  it('makes no samples of a DOT mode that holds none, whatever its bytes look like', () => {
    const free = `40420f00${'0000803f'.repeat(6)}${'00'.repeat(6)}`;
    const { records, samples } = decodeHex('movella-dot', [free], { mode: '23' });
    expect(records).toMatchObject([{ mode: 23, free_acc_ms2: [1, 1, 1] }]);
    expect(samples).toEqual([]);
  });

  it('takes no bytes for a record of a driver that they do not belong to', () => {
    for (const { id } of drivers) {
      expect([id, decodeHex(id, ['00']).records.filter(({ kind }) => kind !== 'dropped')]).toEqual([id, []]);
    }
  });

  it('prints as JSON whatever the driver, whatever the bytes', () => {
    for (const { id } of drivers) {
      expect(() => JSON.stringify(decodeHex(id, ['', '00', 'ff'.repeat(40), '5561', RECORD]))).not.toThrow();
    }
  });

  it.each([
    [() => decodeHex('fitbit', []), /driver "fitbit" is unknown: use one of .*witmotion/],
    [() => decodeHex('witmotion', ['5']), /odd number of digits/],
    [() => decodeHex('witmotion', ['5g']), /contains "g"/],
    [() => decodeHex('witmotion', [], { color: 'red' }), /option "color" is unknown to witmotion/],
    [() => decodeHex('witmotion', [], { mode: '7' }), /option mode=7 is not possible: use one of 0/],
  ])('names what cannot be done (%#)', (attempt, message) => {
    expect(attempt).toThrow(message);
  });
});

describe('registry', () => {
  it.each([
    ['WT901BLE67', [], null, 'witmotion'],
    ['WTSDCL', [], null, 'witmotion'],
    [null, ['ffe5'], null, 'witmotion'],
    ['MetaWear', [], null, 'metamotion'],
    ['Movella DOT', [], null, 'movella-dot'],
    ['Xsens DOT', [], null, 'movella-dot'],
    [null, [], Uint8Array.of(0x86, 0x08, 1), 'movella-dot'],
    ['Movesense 203130000001', [], null, 'movesense'],
    ['Polar H10 0A1B2C3D', [], null, 'polar-h10'],
    ['Polar Sense 0A1B2C3D', [], null, 'polar-verity'],
    ['Thingy', [], null, 'thingy52'],
    ['CC2650 SensorTag', [], null, 'sensortag'],
    [null, ['80030001e6294c989324aa7fc0c66de7'], null, 'capture2go'],
    [null, [], Uint8Array.of(0x30, 0, 2, 6, 1, 0, 0, 0), 'bluest'],
    [null, ['9c6f00016e1b4b5e9a531f2d70b3a001'], null, 'generic'],
  ])('knows %s %j %j as %s', (localName, serviceUuids, manufacturerData, id) => {
    expect(matchDriver({ localName, serviceUuids, manufacturerData })?.id).toBe(id);
  });

  it('does not claim a stranger', () => {
    expect(matchDriver({ ...nobody, localName: 'Headphones' })).toBeNull();
  });

  it('matches what every virtual peripheral advertises', () => {
    for (const driver of drivers) {
      const { localName, manufacturerData } = driver.createVirtual();
      const serviceUuids = driver.createVirtual().advertisedServices.map((uuid) => uuid.replaceAll('-', ''));
      expect(matchDriver({ localName, serviceUuids, manufacturerData })?.id).toBe(driver.id);
    }
  });

  it('has ids of its own, documented options, a rate that it supports', () => {
    expect(new Set(drivers.map(({ id }) => id)).size).toBe(drivers.length);
    for (const { capabilities, options } of drivers) {
      expect(capabilities.ratesHz).toContain(capabilities.defaultRateHz);
      for (const { key, meaning } of options)
        expect([key, meaning].every((text) => text.length > 2)).toBe(true);
    }
  });

  it('finds drivers by their short names', () => {
    expect(findDriver('dot').id).toBe('movella-dot');
  });
});
