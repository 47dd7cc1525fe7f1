import type { NearbySensor } from '@plumbline/contract';
import { describe, expect, it } from 'vitest';
import { barsOf, nearFacts } from './near-words.ts';

const sensor = (changes: Partial<NearbySensor>): NearbySensor => ({
  ...{ sensorId: 'c0de', name: 'WT901BLE', driver: 'witmotion', tier: 'supported', gateway: 'desk' },
  ...{ rssiDbm: -62, batteryPercent: 80, state: 'unused' },
  ...changes,
});

describe('a sensor in reach', () => {
  it('has up to four bars, none when its signal is not said', () => {
    expect([null, -99, -90, -75, -65, -40].map(barsOf)).toEqual([0, 0, 1, 2, 3, 4]);
  });

  it('tells what is known of it, and nothing else', () => {
    expect(nearFacts(sensor({}))).toEqual([
      ...['Signal -62 dBm, strong', 'Battery 80%', 'witmotion', 'supported'],
    ]);
    const facts = nearFacts(sensor({ rssiDbm: null, batteryPercent: null, driver: null, tier: null }));
    expect(facts).toEqual(['Signal not said']);
  });
});
