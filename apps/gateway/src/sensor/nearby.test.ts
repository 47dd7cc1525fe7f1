import { expect, test } from 'vitest';
import type { Sighting } from '../ble/transport.ts';
import { countingDriver } from '../testing/counting-driver.ts';
import { SensorCatalogue } from './catalogue.ts';
import { Nearby } from './nearby.ts';

const sighting = (id: string, rssiDbm: number | null, localName = `counting ${id}`): Sighting => ({
  ...{ id, name: id, address: null, rssiDbm },
  advertisement: { localName, serviceUuids: [], manufacturerData: null },
});

test('what is in reach is told the strongest first, without what no driver knows', () => {
  const nearby = new Nearby(new SensorCatalogue([countingDriver], {}));
  nearby.note(sighting('far', -85), 0);
  nearby.note(sighting('silent', null), 0);
  nearby.note(sighting('near', -50), 0);
  nearby.note(sighting('kettle', -40, 'a kettle'), 0);
  expect(nearby.list(1_000).map(({ sensorId }) => sensorId)).toEqual(['near', 'far', 'silent']);
  expect(nearby.list(1_000)[0]).toMatchObject({ driver: countingDriver.id, rssiDbm: -50 });
});

test('what is not heard for a minute is out of reach', () => {
  const nearby = new Nearby(new SensorCatalogue([countingDriver], {}));
  nearby.note(sighting('gone', -60), 0);
  nearby.note(sighting('here', -70), 30_000);
  expect(nearby.list(61_000).map(({ sensorId }) => sensorId)).toEqual(['here']);
});
