export const ADDRESS_BYTES = 6;

/** `c0:de:00:00:00:01` from the six little-endian bytes of HCI. */
export function formatAddress(bytes: Uint8Array): string {
  return [...bytes]
    .reverse()
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join(':');
}

const PATTERN = /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i;

/** Throws a RangeError that names the value. */
export function parseAddress(text: string): Buffer {
  if (!PATTERN.test(text)) {
    throw new RangeError(`address '${text}' is not six bytes in hexadecimal: write c0:de:00:00:00:01`);
  }
  return Buffer.from(text.replaceAll(':', ''), 'hex').reverse();
}
