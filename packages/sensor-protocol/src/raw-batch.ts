/**
 * Raw samples as columns, appended to in place: raw value per channel (device counts), device time and
 * sequence number where the device sends them (NaN where it does not). Reused between notifications.
 */
export class RawBatchBuilder {
  n = 0;
  columns: Float64Array[];
  /** Device clock in microseconds as sent (not unwrapped). */
  deviceUs: Float64Array;
  /** Device counter as sent (not unwrapped). */
  sequence: Float64Array;

  constructor(channels: number, capacity = 64) {
    this.columns = Array.from({ length: channels }, () => new Float64Array(capacity));
    this.deviceUs = new Float64Array(capacity);
    this.sequence = new Float64Array(capacity);
  }

  /** Begins a sample and returns its row; the caller fills `columns[c][row]`. */
  begin(deviceUs = Number.NaN, sequence = Number.NaN): number {
    if (this.n === this.deviceUs.length) this.#grow();
    const row = this.n++;
    this.deviceUs[row] = deviceUs;
    this.sequence[row] = sequence;
    return row;
  }

  clear(): void {
    this.n = 0;
  }

  #grow(): void {
    const capacity = this.deviceUs.length * 2;
    const widen = (from: Float64Array): Float64Array => {
      const to = new Float64Array(capacity);
      to.set(from);
      return to;
    };
    this.columns = this.columns.map(widen);
    this.deviceUs = widen(this.deviceUs);
    this.sequence = widen(this.sequence);
  }
}
