import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { ConnectedGatewayView } from '@plumbline/contract';
import { WearerBus } from '../events/wearer-bus.ts';
import type { ConnectedGateway } from '../ingest/gateway-directory.ts';

const US_PER_S = 1e6;

/** How far the newest sample of each wearer was behind when it arrived. Known since this process began. */
@Injectable()
export class IngestLag implements OnApplicationBootstrap {
  readonly #bus: WearerBus;
  readonly #lagUs = new Map<number, number>();

  constructor(bus: WearerBus) {
    this.#bus = bus;
  }

  onApplicationBootstrap(): void {
    this.#bus.subscribe((event) => {
      if (event.kind === 'samples') this.#lagUs.set(event.wearerId, event.receivedUs - event.lastSampleUs);
    });
  }

  view({ id, name, version, wearerId, status }: ConnectedGateway): ConnectedGatewayView {
    const lagUs = this.#lagUs.get(wearerId);
    return { id, name, version, lagS: lagUs === undefined ? null : lagUs / US_PER_S, status };
  }
}
