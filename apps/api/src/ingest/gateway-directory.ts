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

  enter(gateway: Hello['gateway'], wearerId: number): ConnectedGateway {
    const entry: ConnectedGateway = { ...gateway, wearerId, status: null };
    this.#gateways.set(keyOf(entry), entry);
    return entry;
  }

  get count(): number {
    return this.#gateways.size;
  }

  /** Only if it is still this one: a newer connection of the same gateway may have replaced it. */
  leave(entry: ConnectedGateway): void {
    const key = keyOf(entry);
    if (this.#gateways.get(key) === entry) this.#gateways.delete(key);
  }

  of(wearerId: number): ConnectedGateway[] {
    return [...this.#gateways.values()].filter((gateway) => gateway.wearerId === wearerId);
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
