/** More different values than this are written as they are. */
const MOST = 1 << 15;
const SLOTS = 1 << 17;
const HASH = 0x9e3779b1;
const HASH_SHIFT = 32 - 17;

/** The different values of a column in the order in which they came, and which of them each row has. */
export class FloatDictionary {
  readonly #keys = new Int32Array(SLOTS);
  /** Number in the dictionary, counted from 1; 0: the slot is free. */
  readonly #numbers = new Uint16Array(SLOTS);
  readonly #bits = new Int32Array(MOST);
  readonly indices: Uint16Array;
  #size = 0;

  /** There is room to fill up the last eight rows. */
  constructor(mostRows: number) {
    this.indices = new Uint16Array(8 * Math.ceil(mostRows / 8));
  }

  get size(): number {
    return this.#size;
  }

  /** Little-endian, as PLAIN pages hold them. */
  get bytes(): Uint8Array {
    return new Uint8Array(this.#bits.buffer, 0, this.#size * Int32Array.BYTES_PER_ELEMENT);
  }

  /** False: too many are different. Equal bits count as equal, so that a zero keeps its sign. */
  fill(values: Float32Array, n: number): boolean {
    const bits = new Int32Array(values.buffer, values.byteOffset, n);
    const [keys, numbers, indices] = [this.#keys, this.#numbers, this.indices];
    numbers.fill(0);
    let size = 0;
    for (let i = 0; i < n; i++) {
      const key = bits[i]!;
      let slot = Math.imul(key, HASH) >>> HASH_SHIFT;
      while (numbers[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & (SLOTS - 1);
      if (numbers[slot] === 0) {
        if (size === MOST) return false;
        keys[slot] = key;
        this.#bits[size] = key;
        numbers[slot] = ++size;
      }
      indices[i] = numbers[slot]! - 1;
    }
    this.#size = size;
    return true;
  }
}
