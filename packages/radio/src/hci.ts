/** HCI codes (Bluetooth Core Specification, Vol 4 Part E), those that both ends of this package speak. */

const opcode = (group: number, command: number): number => (group << 10) | command;

const LINK_CONTROL = 0x01;
const CONTROLLER = 0x03;
const INFORMATIONAL = 0x04;
const STATUS = 0x05;
const LE = 0x08;
const VENDOR = 0x3f;

export const OPCODE = {
  disconnect: opcode(LINK_CONTROL, 0x0006),
  setEventMask: opcode(CONTROLLER, 0x0001),
  reset: opcode(CONTROLLER, 0x0003),
  setEventFilter: opcode(CONTROLLER, 0x0005),
  readLeHostSupport: opcode(CONTROLLER, 0x006c),
  writeLeHostSupport: opcode(CONTROLLER, 0x006d),
  readLocalVersion: opcode(INFORMATIONAL, 0x0001),
  readLocalCommands: opcode(INFORMATIONAL, 0x0002),
  readLocalFeatures: opcode(INFORMATIONAL, 0x0003),
  readBufferSize: opcode(INFORMATIONAL, 0x0005),
  readBdAddr: opcode(INFORMATIONAL, 0x0009),
  readRssi: opcode(STATUS, 0x0005),
  leSetEventMask: opcode(LE, 0x0001),
  leReadBufferSize: opcode(LE, 0x0002),
  leReadLocalFeatures: opcode(LE, 0x0003),
  leSetRandomAddress: opcode(LE, 0x0005),
  leSetAdvertisingParameters: opcode(LE, 0x0006),
  leReadAdvertisingTxPower: opcode(LE, 0x0007),
  leSetAdvertisingData: opcode(LE, 0x0008),
  leSetScanResponseData: opcode(LE, 0x0009),
  leSetAdvertisingEnable: opcode(LE, 0x000a),
  leSetScanParameters: opcode(LE, 0x000b),
  leSetScanEnable: opcode(LE, 0x000c),
  leCreateConnection: opcode(LE, 0x000d),
  leCreateConnectionCancel: opcode(LE, 0x000e),
  leConnectionUpdate: opcode(LE, 0x0013),
  leReadRemoteFeatures: opcode(LE, 0x0016),
  leRand: opcode(LE, 0x0018),
  leReadSupportedStates: opcode(LE, 0x001c),
  /** Vendor command of Zephyr-based controllers; bleno sends it to a controller of the Linux Foundation. */
  writeBdAddr: opcode(VENDOR, 0x0006),
} as const;

export const EVENT = {
  disconnectionComplete: 0x05,
  commandComplete: 0x0e,
  commandStatus: 0x0f,
  numberOfCompletedPackets: 0x13,
  dataBufferOverflow: 0x1a,
  leMeta: 0x3e,
} as const;

export const LE_EVENT = {
  connectionComplete: 0x01,
  advertisingReport: 0x02,
  connectionUpdateComplete: 0x03,
  readRemoteFeaturesComplete: 0x04,
} as const;

/** Vol 1 Part F: error codes. */
export const STATUS_CODE = {
  success: 0x00,
  unknownCommand: 0x01,
  unknownConnection: 0x02,
  connectionTimeout: 0x08,
  connectionExists: 0x0b,
  commandDisallowed: 0x0c,
  invalidParameters: 0x12,
  remoteUserTerminated: 0x13,
  localHostTerminated: 0x16,
} as const;

export const ROLE = { central: 0, peripheral: 1 } as const;

/** Advertising PDU types that can be connected to or asked for a scan response. */
export const ADVERTISING = { connectable: 0x00, scannable: 0x02 } as const;
export const SCAN_RESPONSE_REPORT = 0x04;

/** Lower 12 bits of an ACL header are the handle, then two bits of packet boundary flag. */
export const ACL_HANDLE_MASK = 0x0fff;
export const ACL_BOUNDARY_MASK = 0x30;
export const ACL_FIRST_FLUSHABLE = 0x20;

export const CONNECTION_INTERVAL_UNIT_MS = 1.25;
export const SUPERVISION_UNIT_MS = 10;
export const ADVERTISING_INTERVAL_UNIT_MS = 0.625;
