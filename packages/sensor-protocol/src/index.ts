export type {
  Advertisement,
  Capabilities,
  ChannelSpec,
  Command,
  DecodeEvent,
  Decoder,
  Driver,
  DriverOptions,
  GattPlan,
  Quantity,
  SupportTier,
} from './driver.ts';
export { RawBatchBuilder } from './raw-batch.ts';
export { normaliseUuid } from './uuid.ts';
export type {
  SensorSample,
  VirtualCharacteristic,
  VirtualNotification,
  VirtualPeripheral,
  VirtualService,
} from './virtual.ts';
