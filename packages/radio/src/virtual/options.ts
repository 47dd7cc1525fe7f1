import { type RadioClock, realClock } from './radio-clock.ts';

export interface RadioOptions {
  /** Exchange data only at connection events; otherwise at once. */
  readonly paced: boolean;
  /** Share of connection events that fail: what waits crosses at the next one. Paced radios only. */
  readonly retransmit: number;
  /** Random delay added to every advertising interval (Vol 6 Part B 4.4.2.2.1: 0 to 10 ms). */
  readonly advertisingJitterMs: number;
  /** Packets a controller takes before its host must wait; at most so many go out per connection event. */
  readonly leBuffers: number;
  /** Longest ACL packet, bytes. */
  readonly leMtu: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly clock: RadioClock;
}

export const RADIO_DEFAULTS: RadioOptions = {
  paced: true,
  retransmit: 0,
  advertisingJitterMs: 10,
  leBuffers: 8,
  leMtu: 251,
  random: Math.random,
  clock: realClock,
};
