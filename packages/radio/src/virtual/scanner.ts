/** Whom a scanning controller reports. */
export class Scanner {
  on = false;
  /** Asks for scan responses. */
  active = true;
  #filterDuplicates = false;
  #heard = new WeakSet<object>();

  enable(on: boolean, filterDuplicates: boolean): void {
    this.on = on;
    this.#filterDuplicates = filterDuplicates;
    this.#heard = new WeakSet();
  }

  reset(): void {
    this.enable(false, false);
    this.active = true;
  }

  /** Whether this advertising event is to be reported; remembers it. */
  hears(advertiser: object): boolean {
    if (!this.on || (this.#filterDuplicates && this.#heard.has(advertiser))) return false;
    this.#heard.add(advertiser);
    return true;
  }
}
