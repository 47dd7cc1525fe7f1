/** Advertising data (Core Specification Supplement, Part A): length, type, value; 31 bytes in each of two packets. */
const PACKET_BYTES = 31;
const TYPE = {
  flags: 0x01,
  uuids16: 0x03,
  uuids128: 0x07,
  shortName: 0x08,
  name: 0x09,
  manufacturer: 0xff,
} as const;
/** General discoverable, no classic Bluetooth. */
const FLAGS = 0x06;
const SHORT_UUID_DIGITS = 4;

export interface Advertised {
  readonly localName: string;
  readonly serviceUuids: readonly string[];
  readonly manufacturerData: Uint8Array | null;
}

export interface AdvertisingPackets {
  readonly advertisement: Buffer;
  readonly scanResponse: Buffer;
}

/** Services first; the name goes where it fits whole, else it is cut short in the scan response. */
export function advertisingPackets({
  localName,
  serviceUuids,
  manufacturerData,
}: Advertised): AdvertisingPackets {
  const first = [element(TYPE.flags, Buffer.of(FLAGS)), ...uuidElements(serviceUuids)];
  const advertisement = Buffer.concat(first);
  const second = manufacturerData ? [element(TYPE.manufacturer, Buffer.from(manufacturerData))] : [];
  const used = Buffer.concat(second);
  if (advertisement.length > PACKET_BYTES || used.length > PACKET_BYTES) {
    throw new RangeError(`services or manufacturer data of '${localName}' exceed ${PACKET_BYTES} bytes`);
  }
  const name = element(TYPE.name, Buffer.from(localName));
  if (advertisement.length + name.length <= PACKET_BYTES) {
    return { advertisement: Buffer.concat([advertisement, name]), scanResponse: used };
  }
  return {
    advertisement,
    scanResponse: Buffer.concat([used, nameElement(localName, PACKET_BYTES - used.length)]),
  };
}

function uuidElements(uuids: readonly string[]): Buffer[] {
  const bare = uuids.map((uuid) => uuid.replaceAll('-', ''));
  const short = bare.filter((uuid) => uuid.length === SHORT_UUID_DIGITS);
  const long = bare.filter((uuid) => uuid.length > SHORT_UUID_DIGITS);
  const bytes = (list: readonly string[]): Buffer =>
    Buffer.concat(list.map((uuid) => Buffer.from(uuid, 'hex').reverse()));
  return [
    ...(short.length > 0 ? [element(TYPE.uuids16, bytes(short))] : []),
    ...(long.length > 0 ? [element(TYPE.uuids128, bytes(long))] : []),
  ];
}

function nameElement(localName: string, room: number): Buffer {
  const whole = Buffer.from(localName);
  const fits = whole.length + 2 <= room;
  return element(fits ? TYPE.name : TYPE.shortName, whole.subarray(0, room - 2));
}

function element(type: number, value: Buffer): Buffer {
  return Buffer.concat([Buffer.of(value.length + 1, type), value]);
}
