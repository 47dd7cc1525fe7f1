export { formatAddress, parseAddress } from './address.ts';
export { Controller } from './controller.ts';
export { type ConnectionParameters, Link } from './link.ts';
export type { RadioOptions } from './options.ts';
export { type ControllerOptions, VirtualRadio } from './radio.ts';
export { type RadioClock, realClock } from './radio-clock.ts';
