/**
 * One spelling per UUID: lower case, no dashes, and SIG-based 16-bit UUIDs shortened to four digits.
 * WitMotion's base ends `...805f9a34fb`, a vendor typo of the SIG base `...805f9b34fb`; both shorten alike.
 */
export function normaliseUuid(uuid: string): string {
  const bare = uuid.toLowerCase().replaceAll('-', '');
  return /^0000([0-9a-f]{4})00001000800000805f9[ab]34fb$/.exec(bare)?.[1] ?? bare;
}
