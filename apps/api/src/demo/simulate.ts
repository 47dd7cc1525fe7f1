import { Worker } from 'node:worker_threads';
import { bodiesOf, type DayStream, type RecordBody } from './day-records.ts';
import type { DemoDay } from './demo-days.ts';

/** What the stream of a day says. */
export type Simulate = (day: DemoDay, stream: DayStream) => Promise<readonly RecordBody[]>;

export const simulateHere: Simulate = async (day, stream) => [...bodiesOf(day, stream)];

/** On a thread of its own, so that one day is simulated while another is analysed. One day at a time. */
export class SimulationThread {
  readonly #worker = new Worker(new URL('./simulation-thread.js', import.meta.url));

  readonly simulate: Simulate = (day, stream) =>
    new Promise((done, fail) => {
      const settle = (): void => {
        this.#worker.off('message', heard).off('error', failed);
      };
      const heard = (bodies: readonly RecordBody[]): void => {
        settle();
        done(bodies);
      };
      const failed = (error: unknown): void => {
        settle();
        fail(error);
      };
      this.#worker.once('message', heard).once('error', failed);
      this.#worker.postMessage([day, stream]);
    });

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }
}
