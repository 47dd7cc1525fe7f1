import { ADVERTISING_INTERVAL_UNIT_MS, LE_EVENT, OPCODE, STATUS_CODE } from '../hci.ts';
import { ADDRESS_BYTES } from './address.ts';
import { type Controller, isPeer, type PendingConnection } from './controller.ts';
import type { ConnectionParameters } from './link.ts';

interface CommandSpec {
  /** Shorter parameters are refused. */
  readonly minBytes: number;
  /** Octet and bit in the bitmap of supported commands (Vol 4 Part E 6.27); null where it has none. */
  readonly supported: readonly [octet: number, bit: number] | null;
  /** Answered by Command Status and a later event instead of Command Complete. */
  readonly deferred?: boolean;
  readonly run: (controller: Controller, parameters: Buffer, opcode: number) => void;
}

const VERSION_5_0 = 0x09;
const LINUX_FOUNDATION = 0x05f1;
const LE_ONLY_FEATURES = Buffer.of(0, 0, 0, 0, 0x60, 0, 0, 0);
const ALL_LEGACY_STATES = Buffer.from('ffffffffff030000', 'hex');
const FASTEST_ADVERTISING_MS = 20;
const ADVERTISING_DATA_BYTES = 31;
const COMMAND_BITMAP_BYTES = 64;
/** Vol 4 Part E 7.8.12: 7.5 ms, and 100 ms. */
const SHORTEST_INTERVAL = 6;
const SHORTEST_SUPERVISION = 10;
const RANDOM_BYTES = 8;
const RANDOM_ADDRESS_BIT = 1;

const { success, unknownCommand, unknownConnection, commandDisallowed, invalidParameters } = STATUS_CODE;

/** Accepts and changes nothing. */
const accept: CommandSpec['run'] = (controller, _, opcode) => controller.reply(opcode, success);

/** Answers with constant bytes. */
const answer =
  (values: Buffer): CommandSpec['run'] =>
  (controller, _, opcode) =>
    controller.reply(opcode, success, values);

/** Does something, then says so. */
const change =
  (act: (controller: Controller, parameters: Buffer) => void): CommandSpec['run'] =>
  (controller, parameters, opcode) => {
    act(controller, parameters);
    controller.reply(opcode, success);
  };

const uint16 = (...values: number[]): Buffer =>
  Buffer.from(values.flatMap((value) => [value & 0xff, value >> 8]));

/** Length-prefixed advertising data, cut to what is really there. */
const prefixed = (parameters: Buffer): Buffer =>
  Buffer.from(parameters.subarray(1, 1 + Math.min(parameters[0]!, ADVERTISING_DATA_BYTES)));

const CONNECTION_COMMANDS: readonly (readonly [number, CommandSpec])[] = [
  [OPCODE.disconnect, { minBytes: 3, supported: [0, 5], deferred: true, run: disconnect }],
  [OPCODE.leCreateConnection, { minBytes: 25, supported: [26, 4], deferred: true, run: createConnection }],
  [OPCODE.leCreateConnectionCancel, { minBytes: 0, supported: [26, 5], run: cancelConnection }],
  [OPCODE.leConnectionUpdate, { minBytes: 14, supported: [27, 2], deferred: true, run: updateConnection }],
  [OPCODE.leReadRemoteFeatures, { minBytes: 2, supported: [27, 5], deferred: true, run: readRemoteFeatures }],
  [OPCODE.readRssi, { minBytes: 2, supported: [15, 5], run: readRssi }],
];

const ADVERTISING_COMMANDS: readonly (readonly [number, CommandSpec])[] = [
  [
    OPCODE.leSetAdvertisingParameters,
    { minBytes: 15, supported: [25, 5], run: change(setAdvertisingParameters) },
  ],
  [OPCODE.leReadAdvertisingTxPower, { minBytes: 0, supported: [25, 6], run: answer(Buffer.of(0)) }],
  [
    OPCODE.leSetAdvertisingData,
    {
      minBytes: 1,
      supported: [25, 7],
      run: change((c, p) => {
        c.advertiser.data = prefixed(p);
      }),
    },
  ],
  [
    OPCODE.leSetScanResponseData,
    {
      minBytes: 1,
      supported: [26, 0],
      run: change((c, p) => {
        c.advertiser.scanResponse = prefixed(p);
      }),
    },
  ],
  [
    OPCODE.leSetAdvertisingEnable,
    {
      minBytes: 1,
      supported: [26, 1],
      run: change((c, p) => (p[0] ? c.advertiser.start() : c.advertiser.stop())),
    },
  ],
  [OPCODE.leSetScanParameters, { minBytes: 7, supported: [26, 2], run: setScanParameters }],
  [
    OPCODE.leSetScanEnable,
    { minBytes: 2, supported: [26, 3], run: change((c, p) => c.scanner.enable(p[0] === 1, p[1] === 1)) },
  ],
];

const SETUP_COMMANDS: readonly (readonly [number, CommandSpec])[] = [
  [OPCODE.setEventMask, { minBytes: 0, supported: [5, 6], run: accept }],
  [OPCODE.reset, { minBytes: 0, supported: [5, 7], run: change((c) => c.powerOff()) }],
  [OPCODE.setEventFilter, { minBytes: 0, supported: [6, 0], run: accept }],
  [OPCODE.leSetEventMask, { minBytes: 0, supported: [25, 0], run: accept }],
  [OPCODE.writeLeHostSupport, { minBytes: 0, supported: [24, 6], run: accept }],
  [OPCODE.readLeHostSupport, { minBytes: 0, supported: [24, 5], run: answer(Buffer.of(1, 0)) }],
  [
    OPCODE.leSetRandomAddress,
    {
      minBytes: ADDRESS_BYTES,
      supported: [25, 4],
      run: change((c, p) => {
        c.randomAddress = Buffer.from(p.subarray(0, ADDRESS_BYTES));
      }),
    },
  ],
  [
    OPCODE.writeBdAddr,
    {
      minBytes: ADDRESS_BYTES,
      supported: null,
      run: change((c, p) => {
        c.publicAddress = Buffer.from(p.subarray(0, ADDRESS_BYTES));
      }),
    },
  ],
];

const FACT_COMMANDS: readonly (readonly [number, CommandSpec])[] = [
  [OPCODE.readLocalVersion, { minBytes: 0, supported: [14, 3], run: answer(localVersion()) }],
  [
    OPCODE.readLocalCommands,
    { minBytes: 0, supported: null, run: (c, _, op) => c.reply(op, success, bitmap()) },
  ],
  [OPCODE.readLocalFeatures, { minBytes: 0, supported: [14, 5], run: answer(LE_ONLY_FEATURES) }],
  [
    OPCODE.readBdAddr,
    { minBytes: 0, supported: [15, 1], run: (c, _, op) => c.reply(op, success, c.publicAddress) },
  ],
  [OPCODE.readBufferSize, { minBytes: 0, supported: [14, 7], run: readBufferSize }],
  [OPCODE.leReadBufferSize, { minBytes: 0, supported: [25, 1], run: readLeBufferSize }],
  // No extended features, so that hosts stay with the legacy commands above.
  [OPCODE.leReadLocalFeatures, { minBytes: 0, supported: [25, 2], run: answer(Buffer.alloc(8)) }],
  [OPCODE.leRand, { minBytes: 0, supported: [27, 7], run: rand }],
  [OPCODE.leReadSupportedStates, { minBytes: 0, supported: [28, 3], run: answer(ALL_LEGACY_STATES) }],
];

const COMMANDS: ReadonlyMap<number, CommandSpec> = new Map([
  ...CONNECTION_COMMANDS,
  ...ADVERTISING_COMMANDS,
  ...SETUP_COMMANDS,
  ...FACT_COMMANDS,
]);

/** Answers every command, also those it does not know. */
export function runCommand(controller: Controller, opcode: number, parameters: Buffer): void {
  const command = COMMANDS.get(opcode);
  if (!command) controller.reply(opcode, unknownCommand);
  else if (parameters.length >= command.minBytes) command.run(controller, parameters, opcode);
  else if (command.deferred) controller.replyStatus(opcode, invalidParameters);
  else controller.reply(opcode, invalidParameters);
}

function localVersion(): Buffer {
  const version = Buffer.alloc(8);
  version[0] = version[3] = VERSION_5_0;
  version.writeUInt16LE(LINUX_FOUNDATION, 4);
  return version;
}

function bitmap(): Buffer {
  const bits = Buffer.alloc(COMMAND_BITMAP_BYTES);
  for (const { supported } of COMMANDS.values()) {
    if (supported) bits[supported[0]] = bits[supported[0]]! | (1 << supported[1]);
  }
  return bits;
}

function readBufferSize(controller: Controller, _: Buffer, opcode: number): void {
  const { leMtu, leBuffers } = controller.air.options;
  const sizes = Buffer.concat([uint16(leMtu), Buffer.of(0), uint16(leBuffers, 0)]);
  controller.reply(opcode, success, sizes);
}

function readLeBufferSize(controller: Controller, _: Buffer, opcode: number): void {
  const { leMtu, leBuffers } = controller.air.options;
  controller.reply(opcode, success, Buffer.concat([uint16(leMtu), Buffer.of(leBuffers)]));
}

function rand(controller: Controller, _: Buffer, opcode: number): void {
  const { random } = controller.air.options;
  const bytes = Array.from({ length: RANDOM_BYTES }, () => Math.floor(random() * 256));
  controller.reply(opcode, success, Buffer.from(bytes));
}

function readRssi(controller: Controller, parameters: Buffer, opcode: number): void {
  const handle = parameters.readUInt16LE(0);
  const link = controller.links.get(handle);
  const values = Buffer.concat([uint16(handle), Buffer.of((link?.other(controller).rssiDbm ?? 0) & 0xff)]);
  controller.reply(opcode, link ? success : unknownConnection, values);
}

function setAdvertisingParameters(controller: Controller, parameters: Buffer): void {
  controller.advertiser.parameters = {
    intervalMs: Math.max(FASTEST_ADVERTISING_MS, parameters.readUInt16LE(2) * ADVERTISING_INTERVAL_UNIT_MS),
    type: parameters[4]!,
    usesRandomAddress: (parameters[5]! & RANDOM_ADDRESS_BIT) !== 0,
  };
}

function setScanParameters(controller: Controller, parameters: Buffer, opcode: number): void {
  const allowed = !controller.scanner.on;
  if (allowed) controller.scanner.active = parameters[0] === 1;
  controller.reply(opcode, allowed ? success : commandDisallowed);
}

function createConnection(controller: Controller, p: Buffer, opcode: number): void {
  const pending: PendingConnection = {
    peerIsRandom: p[5] === 1,
    peerAddress: Buffer.from(p.subarray(6, 6 + ADDRESS_BYTES)),
    interval: p.readUInt16LE(15),
    latency: p.readUInt16LE(17),
    supervisionTimeout: p.readUInt16LE(19),
  };
  const status = connectionStatus(controller, pending);
  controller.replyStatus(opcode, status);
  if (status === success) controller.pending = pending;
}

function connectionStatus(controller: Controller, pending: PendingConnection): number {
  if (controller.pending) return commandDisallowed;
  if (!areValid(pending)) return invalidParameters;
  const peers = [...controller.links.values()].map((link) => link.other(controller));
  const linked = peers.some((peer) => isPeer(pending, peer));
  return linked ? STATUS_CODE.connectionExists : success;
}

function cancelConnection(controller: Controller, _: Buffer, opcode: number): void {
  const { pending } = controller;
  controller.reply(opcode, pending ? success : commandDisallowed);
  controller.pending = null;
  if (pending) controller.reportConnectionFailure(unknownConnection, pending);
}

function disconnect(controller: Controller, parameters: Buffer, opcode: number): void {
  const link = controller.links.get(parameters.readUInt16LE(0));
  controller.replyStatus(opcode, link ? success : unknownConnection);
  link?.close(controller, parameters[2]!);
}

function updateConnection(controller: Controller, p: Buffer, opcode: number): void {
  const link = controller.links.get(p.readUInt16LE(0));
  const parameters: ConnectionParameters = {
    interval: p.readUInt16LE(4),
    latency: p.readUInt16LE(6),
    supervisionTimeout: p.readUInt16LE(8),
  };
  const refusal = areValid(parameters) ? success : invalidParameters;
  controller.replyStatus(opcode, link ? refusal : unknownConnection);
  if (refusal === success) link?.update(parameters);
}

function areValid({ interval, supervisionTimeout }: ConnectionParameters): boolean {
  return interval >= SHORTEST_INTERVAL && supervisionTimeout >= SHORTEST_SUPERVISION;
}

function readRemoteFeatures(controller: Controller, parameters: Buffer, opcode: number): void {
  const handle = parameters.readUInt16LE(0);
  const known = controller.links.has(handle);
  controller.replyStatus(opcode, known ? success : unknownConnection);
  if (!known) return;
  const body = Buffer.alloc(11);
  body.writeUInt16LE(handle, 1);
  controller.reportMeta(LE_EVENT.readRemoteFeaturesComplete, body);
}
