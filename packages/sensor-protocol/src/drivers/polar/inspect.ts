import { float32At, putUint32, uint16At, uint64At } from '../../bytes.ts';
import type { DriverOptions, InspectedRecord, Inspector } from '../../driver.ts';
import { RESPONSE } from './decoder.ts';
import { type FrameHeader, FrameValues, frameHeader, HEADER_BYTES, isKnownFrame, TYPE } from './frame.ts';
import { parseSettings } from './settings.ts';

const NAMES = new Map<number, string>(Object.entries(TYPE).map(([name, type]) => [type, name]));
const FEATURES = 0x0f;
const PPI_BYTES = 6;
const MILLIGAUSS_PER_GAUSS = 1000;
const UT_PER_GAUSS = 100;

const bits = new Uint8Array(4);
/** Frame type 1 of the gyroscope adds deltas to the bit pattern of a float. */
function floatOfBits(value: number): number {
  putUint32(bits, 0, value);
  return float32At(bits, 0);
}

const AXES = 3;

function rows(frame: FrameValues, scale: (v: number) => number): number[][] {
  const shown = Math.min(AXES, frame.channels);
  return Array.from({ length: frame.n }, (_, i) =>
    Array.from({ length: shown }, (_, c) => scale(frame.values[i * frame.channels + c]!)),
  );
}

/** Frame type 1 of the magnetometer has a fourth channel, which is no axis. */
function magStatus({ n, channels, values }: FrameValues): InspectedRecord {
  if (channels === AXES) return {};
  return { calibration_status: Array.from({ length: n }, (_, i) => values[i * channels + AXES]!) };
}

/** What the values of a frame mean; `factor` is told by the device when the stream starts. */
function valueFields(frame: FrameValues, header: FrameHeader, factor: number): InspectedRecord {
  const { type, frameType, compressed } = header;
  const scale = compressed ? factor : 1;
  if (type === TYPE.ecg) return { ecg_uv: rows(frame, (v) => v).flat() };
  if (type === TYPE.acc)
    return { acc_mg: rows(frame, (v) => v * scale * (compressed && frameType === 0 ? 1000 : 1)) };
  if (type === TYPE.gyro) {
    if (frameType === 1) return { gyro_dps: rows(frame, (v) => floatOfBits(v) * factor) };
    return { gyro_raw_x_factor: rows(frame, (v) => v * factor), gyro_dps: rows(frame, (v) => v * factor) };
  }
  const gauss = frameType === 1 ? factor / MILLIGAUSS_PER_GAUSS : factor;
  const uT = rows(frame, (v) => v * gauss * UT_PER_GAUSS);
  return { mag_raw: rows(frame, (v) => v), mag_uT: uT, ...magStatus(frame) };
}

/** To the nearest whole number, halves to the even one: as the vendor's SDK rounds times. */
function roundHalfEven(value: number): number {
  const up = Math.round(value);
  return up - value === 0.5 && up % 2 !== 0 ? up - 1 : up;
}

/** Times of n samples that end at `lastNs`, spread from the frame before or at the nominal rate. */
function timesNs(lastNs: bigint, previousNs: bigint | null, n: number, rateHz: number): number[] | string[] {
  const last = Number(lastNs);
  const step = previousNs === null ? 1e9 / rateHz : (last - Number(previousNs)) / n;
  const times = Array.from({ length: n }, (_, i) => roundHalfEven(last - (n - 1 - i) * step));
  return last <= Number.MAX_SAFE_INTEGER ? times : times.map((t) => String(BigInt(t)));
}

const safe = (ns: bigint): number | string =>
  ns <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(ns) : String(ns);

function ppiRecord(b: Uint8Array): InspectedRecord {
  const n = Math.floor((b.length - HEADER_BYTES) / PPI_BYTES);
  const at = (i: number): number => HEADER_BYTES + i * PPI_BYTES;
  return {
    ppi_ms: Array.from({ length: n }, (_, i) => uint16At(b, at(i) + 1)),
    heart_rate_bpm: Array.from({ length: n }, (_, i) => b[at(i)]!),
    ppi_error_ms: Array.from({ length: n }, (_, i) => uint16At(b, at(i) + 3)),
  };
}

function responseRecord(b: Uint8Array): InspectedRecord {
  const [, op, type, status, more] = [...b];
  const head = { kind: 'response', op: op ?? null, type: type ?? null, status: status ?? null };
  return { ...head, more: more === 1, ...parseSettings(b, 5) };
}

/** What the control point says when it is read: a bit for each type of measurement. */
function featuresRecord(b: Uint8Array): InspectedRecord {
  const types = [...NAMES].flatMap(([type, name]) => ((b[1] ?? 0) & (1 << type) ? [name] : []));
  return { kind: 'features', types };
}

/** Data frames, responses (`F0 ...`), features (`0F ...`) and bare settings lists; `previous_ns` is the frame before's time. */
export function createPolarInspector(options: DriverOptions): Inspector {
  const frame = new FrameValues();
  const factor = Number(options.extra.factor ?? 1);
  let previousNs = options.extra.previous_ns === undefined ? null : BigInt(options.extra.previous_ns);
  return {
    push(b) {
      if (b[0] === RESPONSE) return [responseRecord(b)];
      if (b[0] === FEATURES) return [featuresRecord(b)];
      const settings = parseSettings(b, 0);
      if (settings) return [{ kind: 'settings', ...settings }];
      const header = frameHeader(b);
      if (!header) return [{ kind: 'dropped', bytes: b.length }];
      const lastNs = uint64At(b, 1);
      const head = {
        kind: NAMES.get(header.type) ?? 'frame',
        type: header.type,
        frame_type: header.frameType,
      };
      if (header.type === TYPE.ppi) return [{ ...head, ...ppiRecord(b) }];
      if (!isKnownFrame(header)) return [{ ...head, t_last_ns: safe(lastNs), bytes: b.length }];
      if (!frame.read(b)) return [{ kind: 'dropped', bytes: b.length }];
      const times = timesNs(lastNs, previousNs, frame.n, options.rateHz);
      previousNs = lastNs;
      return [{ ...head, t_last_ns: safe(lastNs), t_ns: times, ...valueFields(frame, header, factor) }];
    },
  };
}
