/**
 * H4, the UART transport of HCI (Bluetooth Core Specification, Vol 4 Part A): one type byte before each packet.
 */
export const H4 = { command: 0x01, acl: 0x02, event: 0x04 } as const;

export type H4Type = (typeof H4)[keyof typeof H4];

interface HeaderShape {
  /** Type byte and header together. */
  readonly bytes: number;
  readonly lengthAt: number;
  readonly lengthBytes: 1 | 2;
}

const HEADERS: Readonly<Record<H4Type, HeaderShape>> = {
  [H4.command]: { bytes: 4, lengthAt: 3, lengthBytes: 1 },
  [H4.acl]: { bytes: 5, lengthAt: 3, lengthBytes: 2 },
  [H4.event]: { bytes: 3, lengthAt: 2, lengthBytes: 1 },
};

/** The stream holds something that is no packet; H4 has no way back into step. */
export class H4Desync extends Error {
  override readonly name = 'H4Desync';

  constructor(byte: number) {
    super(`0x${byte.toString(16).padStart(2, '0')} begins no packet of this direction: connect again`);
  }
}

/** Cuts a byte stream into packets, whole with their type byte. Keeps at most one packet (64 KiB). */
export class H4Framer {
  readonly #accepts: readonly H4Type[];
  #rest: Buffer = Buffer.alloc(0);

  constructor(accepts: readonly H4Type[]) {
    this.#accepts = accepts;
  }

  /** Yields what is complete, in order; throws {@link H4Desync} where the next packet should begin. */
  *push(bytes: Buffer): Generator<Buffer, void, void> {
    this.#rest = this.#rest.length > 0 ? Buffer.concat([this.#rest, bytes]) : bytes;
    for (;;) {
      const length = this.#packetLength();
      if (length === null || this.#rest.length < length) return;
      const packet = this.#rest.subarray(0, length);
      this.#rest = this.#rest.subarray(length);
      yield packet;
    }
  }

  /** Null until the header is there. */
  #packetLength(): number | null {
    const rest = this.#rest;
    if (rest.length === 0) return null;
    const type = rest[0] as H4Type;
    if (!this.#accepts.includes(type)) throw new H4Desync(type);
    const header = HEADERS[type];
    if (rest.length < header.bytes) return null;
    const body = header.lengthBytes === 1 ? rest[header.lengthAt]! : rest.readUInt16LE(header.lengthAt);
    return header.bytes + body;
  }
}
