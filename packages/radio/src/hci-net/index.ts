export { type NetBindings, netBindings } from './bindings.ts';
export { type NetBindParams, NetHciSocket } from './net-hci-socket.ts';
export { NET_DRIVER, registerNetDriver } from './register.ts';
