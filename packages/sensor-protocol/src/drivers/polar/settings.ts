import { float32At, uint16At, uint32At } from '../../bytes.ts';

/** Settings of the control point: type, number of values, values. */
const FIELDS: readonly { readonly name: string; readonly bytes: number; readonly float?: true }[] = [
  { name: 'rate', bytes: 2 },
  { name: 'resolution', bytes: 2 },
  { name: 'range', bytes: 2 },
  { name: 'range_milliunit', bytes: 4 },
  { name: 'channels', bytes: 1 },
  { name: 'factor', bytes: 4, float: true },
];

export type Settings = Readonly<Record<string, readonly number[]>>;

function valueAt(b: Uint8Array, at: number, bytes: number, float: boolean): number {
  if (float) return float32At(b, at);
  if (bytes === 1) return b[at]!;
  return bytes === 2 ? uint16At(b, at) : uint32At(b, at);
}

/** The settings in `[from, end)`, or null where the bytes are not exactly a list of them. */
export function parseSettings(b: Uint8Array, from: number): Settings | null {
  const settings: Record<string, number[]> = {};
  let at = from;
  while (at < b.length) {
    const field = FIELDS[b[at]!];
    const count = b[at + 1] ?? 0;
    const end = at + 2 + count * (field?.bytes ?? 0);
    if (!field || count === 0 || end > b.length) return null;
    settings[field.name] = Array.from({ length: count }, (_, i) =>
      valueAt(b, at + 2 + i * field.bytes, field.bytes, field.float === true),
    );
    at = end;
  }
  return at === from ? null : settings;
}
