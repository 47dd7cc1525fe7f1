import { describe, expect, test } from 'vitest';
import { advertisingPackets } from './advertisement.ts';

const FFE5 = '0000ffe5-0000-1000-8000-00805f9a34fb';

const hex = (
  advertised: Parameters<typeof advertisingPackets>[0],
): { advertisement: string; scanResponse: string } => {
  const { advertisement, scanResponse } = advertisingPackets(advertised);
  return { advertisement: advertisement.toString('hex'), scanResponse: scanResponse.toString('hex') };
};

describe('advertising data', () => {
  test('holds flags, services and the name where it fits', () => {
    const packets = hex({ localName: 'H10', serviceUuids: ['180d'], manufacturerData: null });
    expect(packets).toEqual({ advertisement: '020106' + '03030d18' + '0409483130', scanResponse: '' });
  });

  test('a long service sends the name into the scan response', () => {
    const packets = hex({ localName: 'WT901BLE67', serviceUuids: [FFE5], manufacturerData: null });
    expect(packets.advertisement).toBe('020106' + '1107fb349a5f80000080' + '00100000e5ff0000');
    expect(packets.scanResponse).toBe(`0b09${Buffer.from('WT901BLE67').toString('hex')}`);
  });

  test('a name that does not fit is cut and marked as short', () => {
    const localName = 'a name of far more than thirty-one bytes';
    const packets = hex({ localName, serviceUuids: [FFE5], manufacturerData: Uint8Array.of(0x34, 0x12, 9) });
    expect(packets.scanResponse).toBe(
      `04ff341209${`1908${Buffer.from(localName.slice(0, 24)).toString('hex')}`}`,
    );
  });

  test('what cannot fit is refused', () => {
    const serviceUuids = [FFE5, FFE5.replace('ffe5', 'ffe6')];
    expect(() => hex({ localName: 'x', serviceUuids, manufacturerData: null })).toThrow('exceed 31 bytes');
  });
});
