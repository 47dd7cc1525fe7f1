import { execFile } from 'node:child_process';

const TIMEOUT_MS = 5_000;

/**
 * Tells systemd that the service is up (`Type=notify`). Its socket takes datagrams, which Node cannot send to a path:
 * systemd's own helper does. Without systemd nothing happens.
 */
export function notifyReady(env: NodeJS.ProcessEnv, say: (line: string) => void): void {
  if (!env.NOTIFY_SOCKET) return;
  execFile('systemd-notify', ['--ready'], { env, timeout: TIMEOUT_MS }, (error) => {
    if (error !== null) say(`systemd could not be told that the gateway is up: ${error.message.trim()}`);
  });
}
