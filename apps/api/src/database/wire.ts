/** Fragments of SQL that give and take times as microseconds since the epoch, exact in a double below 2^53. */
export const usOf = (time: string): string => `(extract(epoch from ${time}) * 1000000)::float8`;
export const atUs = (us: string): string => `to_timestamp(${us}::float8 / 1e6)`;
