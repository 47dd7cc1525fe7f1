import { Injectable } from '@nestjs/common';
import type { GatewayStatus, Hello } from '@plumbline/contract';

/** A gateway whose connection is open. */
export interface ConnectedGateway {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly wearerId: number;
  /** What it said last; null before the first word. */
  status: GatewayStatus | null;
}

/** Who is connected now. Not stored: it is true only while the connections last. */
@Injectable()
export class GatewayDirectory {
  readonly #gateways = new Map<string, ConnectedGateway>();
  readonly #ofWearer = new Map<number, readonly ConnectedGateway[]>();

  enter(gateway: Hello['gateway'], wearerId: number): ConnectedGateway {
    const entry: ConnectedGateway = { ...gateway, wearerId, status: null };
    this.#gateways.set(keyOf(entry), entry);
    this.#ofWearer.set(wearerId, [...this.of(wearerId).filter(({ id }) => id !== entry.id), entry]);
    return entry;
  }

  get count(): number {
    return this.#gateways.size;
  }

  /** Only if it is still this one: a newer connection of the same gateway may have replaced it. */
  leave(entry: ConnectedGateway): void {
    const key = keyOf(entry);
    if (this.#gateways.get(key) !== entry) return;
    this.#gateways.delete(key);
    const others = this.of(entry.wearerId).filter((other) => other !== entry);
    if (others.length > 0) this.#ofWearer.set(entry.wearerId, others);
    else this.#ofWearer.delete(entry.wearerId);
  }

  /** Asked many times a second for everyone whose live picture is followed. */
  of(wearerId: number): readonly ConnectedGateway[] {
    return this.#ofWearer.get(wearerId) ?? [];
  }

  all(): ConnectedGateway[] {
    return [...this.#gateways.values()];
  }

  statuses(): GatewayStatus[] {
    return [...this.#gateways.values()].flatMap(({ status }) => status ?? []);
  }

  statusesOf(wearerId: number | null): GatewayStatus[] {
    return wearerId === null ? [] : this.of(wearerId).flatMap(({ status }) => status ?? []);
  }
}

/** Gateways choose their own ids. */
const keyOf = ({ id, wearerId }: ConnectedGateway): string => `${wearerId}/${id}`;
