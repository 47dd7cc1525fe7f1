export { bytesToHex, hexToBytes } from './bytes.ts';
export { type DecodedSample, type DecodeResult, decodeHex } from './decode.ts';
export type {
  Advertisement,
  Capabilities,
  ChannelSpec,
  ClockProbe,
  Command,
  CommandExpectation,
  CounterSpec,
  DecodeEvent,
  Decoder,
  DeviceClockSpec,
  Driver,
  DriverOptions,
  GattPlan,
  InspectedRecord,
  Inspector,
  Json,
  OptionSpec,
  Quantity,
  SupportTier,
} from './driver.ts';
export { bluest } from './drivers/bluest/driver.ts';
export { capture2go } from './drivers/capture2go/driver.ts';
export { createGenericDriver, generic } from './drivers/generic/driver.ts';
export { type Profile, parseProfile } from './drivers/generic/profile.ts';
export { metamotion } from './drivers/metamotion/driver.ts';
export { movellaDot } from './drivers/movella-dot/driver.ts';
export { movesense } from './drivers/movesense/driver.ts';
export { polarH10, polarVerity } from './drivers/polar/driver.ts';
export { sensortag } from './drivers/sensortag/driver.ts';
export { thingy52 } from './drivers/thingy52/driver.ts';
export { witmotion } from './drivers/witmotion/driver.ts';
export { createVirtualWitMotion, type VirtualWitMotionOptions } from './drivers/witmotion/virtual.ts';
export { PlausibilityGate } from './plausibility.ts';
export { RawBatchBuilder } from './raw-batch.ts';
export { drivers, findDriver, matchDriver } from './registry.ts';
export {
  BATTERY_LEVEL,
  BATTERY_SERVICE,
  batteryPercent,
  DEVICE_INFORMATION,
  DEVICE_INFORMATION_SERVICE,
  standardEvents,
} from './standard-services.ts';
export { normaliseUuid } from './uuid.ts';
export type {
  SensorSample,
  VirtualCharacteristic,
  VirtualNotification,
  VirtualOptions,
  VirtualPeripheral,
  VirtualService,
} from './virtual.ts';
