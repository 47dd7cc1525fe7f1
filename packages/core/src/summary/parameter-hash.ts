const FNV_OFFSETS = [0x811c9dc5, 0xc9dc5118] as const;
const FNV_PRIME = 0x01000193;

/**
 * 16 hex digits that change when any parameter does: FNV-1a, twice with different offsets, over the parameters
 * as JSON with sorted keys. Not for secrets.
 */
export function parameterHash(parameters: unknown): string {
  const text = canonical(parameters);
  return FNV_OFFSETS.map((offset) => fnv1a(text, offset)).join('');
}

function fnv1a(text: string, offset: number): string {
  let hash: number = offset;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), FNV_PRIME) >>> 0;
  }
  return hash.toString(16).padStart(8, '0');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (ArrayBuffer.isView(value)) return canonical(Array.from(value as unknown as ArrayLike<number>));
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, v]) => v !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(',')}}`;
}
