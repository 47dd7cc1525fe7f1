import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { H4 } from '../h4.ts';
import { EVENT, OPCODE } from '../hci.ts';
import { NetHciSocket } from './net-hci-socket.ts';

/** The machine may be busy. */
const SETTLED = { timeout: 60_000, interval: 5 };

let server: Server;
let controllers: Socket[];
let heard: Buffer[];
let driver: NetHciSocket;
let states: boolean[];
let inFlight: number[];

beforeEach(async () => {
  [controllers, heard, states, inFlight] = [[], [], [], []];
  server = createServer((socket) => {
    controllers.push(socket);
    socket.on('error', () => {});
    socket.on('data', (bytes: Buffer) => heard.push(bytes));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  driver = new NetHciSocket();
  driver.on('state', (up) => states.push(up));
  driver.on('error', () => {});
  const net = { port: (server.address() as AddressInfo).port, host: '127.0.0.1' };
  driver.bindRaw(0, { net, onInFlight: (packets) => inFlight.push(packets) });
  driver.start();
  await vi.waitFor(() => expect(heard).toHaveLength(1), SETTLED);
});
afterEach(async () => {
  driver.stop();
  for (const controller of controllers) controller.destroy();
  await new Promise((closed) => server.close(closed));
});

const complete = (opcode: number): Buffer =>
  Buffer.of(H4.event, EVENT.commandComplete, 4, 1, opcode & 0xff, opcode >> 8, 0);
const completed = (handle: number, packets: number): Buffer =>
  Buffer.of(H4.event, EVENT.numberOfCompletedPackets, 5, 1, handle, 0, packets, 0);
const disconnected = (handle: number): Buffer =>
  Buffer.of(H4.event, EVENT.disconnectionComplete, 4, 0, handle, 0, 0x13);
const data = (handle: number): Buffer => Buffer.of(H4.acl, handle, 0, 1, 0, 7);

async function up(): Promise<void> {
  controllers.at(-1)!.write(complete(OPCODE.reset));
  await vi.waitFor(() => expect(states.at(-1)).toBe(true), SETTLED);
}

test('an adapter is up once it has answered the reset, and by no other answer', async () => {
  expect(heard[0]).toEqual(Buffer.of(H4.command, OPCODE.reset & 0xff, OPCODE.reset >> 8, 0));
  driver.write(data(1));
  controllers[0]!.write(complete(OPCODE.readBdAddr));
  controllers[0]!.write(disconnected(1));
  await new Promise((done) => setTimeout(done, 50));
  expect([states, driver.isDevUp()]).toEqual([[], false]);
  await up();
  // Nothing was sent to an adapter that was not up yet.
  expect(Buffer.concat(heard)).toHaveLength(4);
});

test('an adapter that is unplugged is told as down', async () => {
  await up();
  controllers[0]!.destroy();
  await vi.waitFor(() => expect(states).toEqual([true, false]), SETTLED);
  expect(driver.isDevUp()).toBe(false);
});

test('bytes that are no packets end that connection, and nothing else', async () => {
  await up();
  controllers[0]!.write(Buffer.of(0xff, 0xff));
  await vi.waitFor(() => expect(states).toEqual([true, false]), SETTLED);
});

test('what is said before the end still goes out', async () => {
  await up();
  driver.write(data(1));
  driver.stop();
  await vi.waitFor(() => expect(Buffer.concat(heard).subarray(4)).toEqual(data(1)), SETTLED);
});

test('packets under way are counted until they have crossed or their link is gone', async () => {
  await up();
  for (const handle of [1, 1, 2]) driver.write(data(handle));
  expect(inFlight).toEqual([1, 2, 3]);
  controllers[0]!.write(completed(1, 1));
  await vi.waitFor(() => expect(inFlight.at(-1)).toBe(2), SETTLED);
  controllers[0]!.write(disconnected(1));
  await vi.waitFor(() => expect(inFlight.at(-1)).toBe(1), SETTLED);
  // One that says more than there was does no harm.
  controllers[0]!.write(completed(2, 5));
  await vi.waitFor(() => expect(inFlight.at(-1)).toBe(0), SETTLED);
  driver.write(data(2));
  expect(inFlight.at(-1)).toBe(1);
});
