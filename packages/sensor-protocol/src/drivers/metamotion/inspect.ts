import { float32At, int16At, uint16At, uint32At } from '../../bytes.ts';
import type { DriverOptions, InspectedRecord, Inspector } from '../../driver.ts';
import { ACC_RANGE_G, BATTERY, INFO, MODULE, PROCESSOR, READ, TICK_US } from './protocol.ts';

const POWER_ON_RANGE_G = 2;
const POWER_ON_RANGE_DPS = 2000;
/** 16.4 counts per degree per second at 2000. */
const GYRO_COUNTS_AT_FULL_SCALE = 32800;
const CLOCK = 0x04;

interface Scales {
  readonly accG: number | null;
  readonly gyroDps: number;
}

const vector = (b: Uint8Array, at: number, scale: number): number[] =>
  [0, 2, 4].map((axis) => int16At(b, at + axis) * scale);
const floats = (b: Uint8Array, n: number): number[] =>
  b.length >= 2 + 4 * n ? Array.from({ length: n }, (_, i) => float32At(b, 2 + 4 * i)) : [];

/** One vector in 6 bytes, three in a packed notification of 18. */
function vectors(b: Uint8Array, scale: number): number[] | number[][] {
  const n = Math.floor((b.length - 2) / 6);
  const all = Array.from({ length: n }, (_, i) => vector(b, 2 + 6 * i, scale));
  return n === 1 ? all[0]! : all;
}

/** Sensor fusion outputs, module 0x19. */
const FUSION: Readonly<Record<number, (b: Uint8Array) => InspectedRecord>> = {
  4: (b) => ({ name: 'corrected-acc', acc_g: floats(b, 3).map((mg) => mg / 1000), accuracy: b[14] ?? null }),
  5: (b) => ({ name: 'corrected-gyro', gyro_dps: floats(b, 3), accuracy: b[14] ?? null }),
  6: (b) => ({ name: 'corrected-mag', mag_uT: floats(b, 3), accuracy: b[14] ?? null }),
  7: (b) => ({ name: 'quaternion', quat_wxyz: floats(b, 4) }),
  8: (b) => ({ name: 'euler', heading_pitch_roll_yaw_deg: floats(b, 4) }),
  9: (b) => ({ name: 'gravity', gravity_ms2: floats(b, 3) }),
  10: (b) => ({ name: 'linear-acc', linear_acc_ms2: floats(b, 3) }),
};

function processorRecord(b: Uint8Array, scales: Scales, counts: boolean): InspectedRecord {
  const stamp = uint32At(b, 3);
  const head = {
    kind: 'processor',
    id: b[2]!,
    ...(counts ? { count: stamp } : { tick: stamp, t_us: stamp * TICK_US }),
  };
  const acc = vector(b, 7, (scales.accG ?? ACC_RANGE_G) / 32768);
  return b.length >= 19
    ? { ...head, acc_g: acc, gyro_dps: vector(b, 13, scales.gyroDps) }
    : { ...head, ...(b.length >= 13 ? { acc_g: acc } : {}) };
}

function settingsRecord(b: Uint8Array): InspectedRecord {
  const battery = b[1] === (READ | BATTERY) && b.length >= 5;
  return {
    kind: 'settings',
    ...(battery ? { battery: b[2]!, percent: b[2]!, volts: uint16At(b, 3) / 1000 } : {}),
  };
}

function infoRecord(b: Uint8Array): InspectedRecord {
  const present = b.length > 2;
  return { kind: 'module', module: b[0]!, present, implementation: b[2] ?? null, revision: b[3] ?? null };
}

function recordOf(b: Uint8Array, scales: Scales, counts: boolean): InspectedRecord {
  const [module, register] = b;
  if (register === INFO) return infoRecord(b);
  if (module === MODULE.acc && b.length >= 8) {
    return { kind: 'acc', acc_g: vectors(b, (scales.accG ?? POWER_ON_RANGE_G) / 32768) };
  }
  if (module === MODULE.gyro && b.length >= 8) return { kind: 'gyro', gyro_dps: vectors(b, scales.gyroDps) };
  if (module === MODULE.fusion) return { kind: 'fusion', ...FUSION[register!]?.(b) };
  if (module === MODULE.settings) return settingsRecord(b);
  if (module === MODULE.processor && register === PROCESSOR.data && b.length >= 7) {
    return processorRecord(b, scales, counts);
  }
  if (module === MODULE.log && register === (READ | CLOCK) && b.length >= 6) {
    return { kind: 'clock', tick: uint32At(b, 2), t_us: uint32At(b, 2) * TICK_US, reset_uid: b[6] ?? null };
  }
  return { kind: 'answer', module: module ?? null, register: register ?? null, data: [...b.subarray(2)] };
}

/** Ranges are not on the wire: power-on defaults for raw data, the driver's own for its accounter. */
export function createMetaMotionInspector({ extra }: DriverOptions): Inspector {
  const scales: Scales = {
    accG: extra.range === undefined ? null : Number(extra.range),
    gyroDps: Number(extra.gyro_range ?? POWER_ON_RANGE_DPS) / GYRO_COUNTS_AT_FULL_SCALE,
  };
  return {
    push: (b) =>
      b.length < 2
        ? [{ kind: 'dropped', bytes: b.length }]
        : [recordOf(b, scales, extra.accounter === 'count')],
  };
}
