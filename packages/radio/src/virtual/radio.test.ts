import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { OPCODE } from '../hci.ts';
import { HciHost } from '../testing/hci-host.ts';
import { ManualClock } from '../testing/manual-clock.ts';
import { VirtualRadio } from './radio.ts';

const HALF = () => 0.5;
const INTERVAL_MS = 7.5;
const SUPERVISION_MS = 420;
/** Handle 0x0040, 50 ms, no latency, 1 s. */
const UPDATED = '043e0a03004000280000006400';

let clock: ManualClock;
let radio: VirtualRadio;
let central: HciHost;
let sensor: HciHost;

beforeEach(() => {
  clock = new ManualClock();
  radio = new VirtualRadio({ clock, random: HALF });
  central = new HciHost(radio);
  sensor = new HciHost(radio);
});

const handle = (): number => [...central.controller.links.keys()][0]!;

function connect(supervisionTimeout = SUPERVISION_MS / 10): number {
  sensor.advertise();
  central.connect(sensor, { supervisionTimeout });
  clock.advance(2);
  central.take();
  sensor.take();
  return handle();
}

describe('commands', () => {
  test('a reset is answered', () => {
    central.command(OPCODE.reset);
    expect(central.take()).toEqual(['040e0401030c00']);
  });

  test('an unknown command is answered as unknown', () => {
    central.command(0xfd99);
    expect(central.take()).toEqual(['040e040199fd01']);
  });

  test('parameters that are too short are refused, not read', () => {
    central.command(OPCODE.leCreateConnection, '00');
    expect(central.take()).toEqual(['040f0412010d20']);
    central.command(OPCODE.leSetRandomAddress, '0102');
    expect(central.take()).toEqual(['040e0401052012']);
  });

  test('the supported commands are those that are answered', () => {
    central.command(OPCODE.readLocalCommands);
    const bitmap = Buffer.from(central.take()[0]!.slice(14), 'hex');
    expect(bitmap).toHaveLength(64);
    expect([bitmap[0], bitmap[5], bitmap[25], bitmap[26]]).toEqual([0x20, 0xc0, 0xf7, 0x3f]);
  });

  test('the address can be set, as bleno does it', () => {
    sensor.command(OPCODE.writeBdAddr, '010203040506');
    expect(sensor.controller.airAddress).toBe('06:05:04:03:02:01');
    expect(radio.find('06:05:04:03:02:01')).toBe(sensor.controller);
  });

  test('randomness is the one handed in', () => {
    central.command(OPCODE.leRand);
    expect(central.take()).toEqual([`040e0c01182000${'80'.repeat(8)}`]);
  });
});

describe('a stream of garbage', () => {
  test('closes that stream and no other', () => {
    sensor.raw('55616263');
    expect(sensor.stream.destroyed).toBe(true);
    expect(central.stream.destroyed).toBe(false);
    central.command(OPCODE.reset);
    expect(central.take()).toEqual(['040e0401030c00']);
  });

  test('data for a link that does not exist is dropped', () => {
    central.data(0x0777, 'aabb');
    expect(central.take()).toEqual([]);
  });
});

describe('advertising', () => {
  const reports = (host: HciHost): string[] => host.take().filter((packet) => packet.startsWith('043e'));

  test('repeats at its interval with a random delay', () => {
    sensor.advertise();
    central.scan();
    clock.advance(1 + 3 * 105);
    const own = reports(central).filter((packet) => packet.slice(10, 12) === '00');
    expect(own).toHaveLength(4);
  });

  test('is reported once while duplicates are filtered', () => {
    sensor.advertise();
    central.scan({ filterDuplicates: true });
    clock.advance(1000);
    expect(reports(central)).toHaveLength(2);
  });

  test('carries data, address and signal strength', () => {
    sensor.command(OPCODE.leSetAdvertisingData, '03020106');
    sensor.controller.rssiDbm = -70;
    sensor.advertise();
    central.scan();
    clock.advance(2);
    const address = sensor.controller.publicAddress.toString('hex');
    expect(reports(central)[0]).toBe(`043e0f02010000${address}03020106ba`);
  });

  test('is not heard out of range', () => {
    sensor.controller.inRange = false;
    sensor.advertise();
    central.scan();
    clock.advance(1000);
    expect(reports(central)).toEqual([]);
  });
});

describe('connecting', () => {
  test('waits until the peer advertises', () => {
    central.connect(sensor);
    clock.advance(5000);
    expect(central.controller.links.size).toBe(0);
    sensor.advertise();
    clock.advance(2);
    expect(central.controller.links.size).toBe(1);
    expect(sensor.controller.links.size).toBe(1);
    expect(sensor.controller.advertiser.on).toBe(false);
  });

  test('can be cancelled', () => {
    central.connect(sensor);
    central.take();
    central.command(OPCODE.leCreateConnectionCancel);
    expect(central.take()).toEqual(['040e04010e2000', expect.stringMatching(/^043e130102/)]);
    sensor.advertise();
    clock.advance(1000);
    expect(central.controller.links.size).toBe(0);
  });

  test('twice to the same peer is refused', () => {
    connect();
    central.connect(sensor);
    expect(central.take()).toEqual(['040f040b010d20']);
  });

  test('several peripherals have links of their own', () => {
    const second = new HciHost(radio);
    connect();
    second.advertise();
    central.connect(second);
    clock.advance(2);
    expect(central.controller.links.size).toBe(2);
    expect(new Set(central.controller.links.keys()).size).toBe(2);
  });
});

describe('connection parameters', () => {
  const update = (link: number, interval: number, supervision: number): void => {
    const parameters = Buffer.alloc(14);
    parameters.writeUInt16LE(link, 0);
    parameters.writeUInt16LE(interval, 4);
    parameters.writeUInt16LE(supervision, 8);
    central.command(OPCODE.leConnectionUpdate, parameters);
  };

  test('can be changed and are told to both', () => {
    update(connect(), 40, 100);
    expect(central.take()).toEqual(['040f0400011320', UPDATED]);
    expect(sensor.take()).toEqual([UPDATED]);
  });

  test('that no controller offers are refused', () => {
    const link = connect();
    update(link, 0, 100);
    expect(central.take()).toEqual(['040f0412011320']);
  });
});

describe('data', () => {
  test('crosses at the next connection event and gives the buffer back', () => {
    const link = connect();
    sensor.data(link, 'aabbcc');
    expect(central.take()).toEqual([]);
    clock.advance(INTERVAL_MS);
    expect(central.take()).toEqual(['0240200300aabbcc']);
    expect(sensor.take()).toEqual(['04130501' + '4000' + '0100']);
  });

  test('crosses at once on a radio without pacing', () => {
    radio = new VirtualRadio({ clock, random: HALF, paced: false });
    [central, sensor] = [new HciHost(radio), new HciHost(radio)];
    const link = connect();
    sensor.data(link, 'aabbcc');
    expect(central.take()).toEqual(['0240200300aabbcc']);
  });

  test('crosses one interval later where a connection event fails', () => {
    let draws = 0;
    radio = new VirtualRadio({ clock, random: () => (draws++ % 2 === 0 ? 0.01 : 0.5), retransmit: 0.05 });
    [central, sensor] = [new HciHost(radio), new HciHost(radio)];
    const link = connect();
    draws = 0;
    sensor.data(link, 'aabbcc');
    clock.advance(INTERVAL_MS);
    expect(central.take()).toEqual([]);
    clock.advance(INTERVAL_MS);
    expect(central.take()).toEqual(['0240200300aabbcc']);
  });

  test('of more packets than there are buffers is refused', () => {
    const link = connect();
    for (let i = 0; i < 9; i++) sensor.data(link, '0000');
    expect(sensor.take()).toEqual(['041a0101']);
    clock.advance(INTERVAL_MS);
    expect(central.take()).toHaveLength(8);
  });

  test('stays in order and arrives once across a fade', () => {
    const link = connect();
    sensor.controller.inRange = false;
    for (const byte of ['01', '02', '03']) sensor.data(link, byte);
    clock.advance(250);
    expect(central.take()).toEqual([]);
    sensor.controller.inRange = true;
    clock.advance(INTERVAL_MS);
    expect(central.take().map((packet) => packet.slice(-2))).toEqual(['01', '02', '03']);
  });
});

describe('the end of a link', () => {
  test('is told to both with their reasons', () => {
    const link = connect();
    sensor.command(OPCODE.disconnect, '400013');
    clock.advance(INTERVAL_MS);
    expect(sensor.take()).toEqual(['040f0400010604', '04050400400016']);
    expect(central.take()).toEqual(['04050400400013']);
    expect(radio.find(sensor.controller.airAddress)?.links.has(link)).toBe(false);
  });

  test('comes by supervision when the peer fades for too long', () => {
    connect();
    sensor.controller.inRange = false;
    clock.advance(SUPERVISION_MS - INTERVAL_MS);
    expect(central.take()).toEqual([]);
    clock.advance(3 * INTERVAL_MS);
    expect(central.take()).toEqual(['04050400400008']);
    expect(sensor.take()).toEqual(['04050400400008']);
  });

  test('does not come while the machine stands still, also where the next connection event fails', () => {
    let failing = 0;
    radio = new VirtualRadio({ clock, random: () => (failing-- > 0 ? 0 : 0.5), retransmit: 0.05 });
    central = new HciHost(radio);
    sensor = new HciHost(radio);
    connect();
    for (const stallMs of [SUPERVISION_MS + 80, 10 * SUPERVISION_MS, 3_600_000]) {
      clock.advance(100);
      clock.stall(stallMs);
      failing = 1;
      clock.advance(100);
      expect(central.controller.links.size).toBe(1);
    }
    failing = Number.POSITIVE_INFINITY;
    clock.advance(SUPERVISION_MS + 2 * INTERVAL_MS);
    expect(central.controller.links.size).toBe(0);
  });

  test('comes by supervision when the peer is switched off', () => {
    connect();
    sensor.stream.destroy();
    return new Promise<void>((done) => radio.once('gone', () => done())).then(() => {
      clock.advance(SUPERVISION_MS + 2 * INTERVAL_MS);
      expect(central.take()).toEqual(['04050400400008']);
      expect(radio.controllers.size).toBe(1);
    });
  });

  test('leaves no timer behind when both are gone', () => {
    connect();
    central.controller.powerOff();
    sensor.controller.powerOff();
    clock.advance(10_000);
    expect(central.take()).toEqual([]);
    expect(sensor.take()).toEqual([]);
  });
});

test('no bytes of a host disturb another', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 20 }), (chunks) => {
      const here = new VirtualRadio({ clock: new ManualClock(), random: HALF });
      const [noisy, quiet] = [new HciHost(here), new HciHost(here)];
      for (const chunk of chunks) {
        if (!noisy.stream.destroyed) noisy.raw(`01${Buffer.from(chunk).toString('hex')}`);
      }
      quiet.command(OPCODE.reset);
      expect(quiet.take()).toEqual(['040e0401030c00']);
    }),
  );
});

test('every command answers any parameters', () => {
  const opcode = fc.constantFrom(...Object.values(OPCODE));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(opcode, fc.uint8Array({ maxLength: 64 })), { maxLength: 30 }),
      (commands) => {
        const time = new ManualClock();
        const here = new VirtualRadio({ clock: time, random: HALF });
        const [noisy, quiet] = [new HciHost(here), new HciHost(here)];
        quiet.scan();
        for (const [code, parameters] of commands) {
          noisy.command(code, Buffer.from(parameters));
          expect(noisy.take().filter((packet) => /^040[ef]/.test(packet))).toHaveLength(1);
        }
        expect(noisy.stream.destroyed).toBe(false);
        time.advance(100);
        quiet.take();
        quiet.command(OPCODE.reset);
        expect(quiet.take()).toEqual(['040e0401030c00']);
      },
    ),
  );
});
