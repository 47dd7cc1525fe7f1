import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

interface Message {
  readonly type: string;
  readonly [key: string]: unknown;
}

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

/** The program as it is started in real life, with what it says. */
export class SensorProcess {
  readonly child: ChildProcess;
  readonly messages: Message[] = [];
  stderr = '';

  constructor(args: readonly string[]) {
    this.child = fork(MAIN, [...args], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    this.child.stderr!.on('data', (bytes: Buffer) => {
      this.stderr += bytes;
    });
    this.child.on('message', (message) => this.messages.push(message as Message));
  }

  /** The first message of a type, past or future. */
  async message(type: string): Promise<Message> {
    for (;;) {
      const found = this.messages.find((message) => message.type === type);
      if (found) return found;
      if (this.child.exitCode !== null) throw new Error(`ended without '${type}': ${this.stderr}`);
      await Promise.race([once(this.child, 'message'), once(this.child, 'exit')]);
    }
  }

  async exit(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
    return this.child.exitCode;
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exit();
  }
}
