import { createHash } from 'node:crypto';
import { accessSync, constants, rmSync } from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from '@plumbline/formats';

/** Another gateway holds the folder. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';

  constructor(directory: string, holder: string) {
    super(
      `another gateway (${holder}) works in ${directory}: stop it, or choose another folder with PLUMBLINE_DATA_DIR`,
    );
  }
}

/** The folder cannot be written. */
export class FolderUnusable extends Error {
  override readonly name = 'FolderUnusable';

  constructor(directory: string, cause: NodeJS.ErrnoException) {
    super(
      `the data folder ${directory} cannot be written (${cause.code}): make it writable, or choose another one with --data-dir`,
      { cause },
    );
  }
}

const SOCKET_NAME = 'gateway.sock';
/** Socket addresses are cut at 104 to 108 bytes, by system. */
const MAX_SOCKET_PATH = 100;
const ANSWER_TIMEOUT_MS = 2_000;

/**
 * One process per data folder. A listening socket is the lock: the kernel lets go of it however the process
 * ends, and `plumbline status` asks through it.
 */
export class ControlSocket {
  readonly #server: Server;
  readonly #open = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Throws {@link FolderInUse}. `answer` makes the JSON that whoever connects is told. */
  static async listen(directory: string, answer: () => unknown): Promise<ControlSocket> {
    dataFolder(directory);
    const path = controlPath(directory);
    const holder = await askControl(directory);
    if (holder !== null) throw new FolderInUse(directory, nameOf(holder));
    if (process.platform !== 'win32') rmSync(path, { force: true });
    const server = createServer();
    const control = new ControlSocket(server);
    server.on('connection', (socket) => control.#tell(socket, answer));
    await listening(server, path, directory);
    server.unref();
    return control;
  }

  async close(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    await new Promise<void>((done) => this.#server.close(() => done()));
  }

  #tell(socket: Socket, answer: () => unknown): void {
    this.#open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#open.delete(socket));
    socket.end(JSON.stringify(answer()));
  }
}

/** What the gateway in the folder says of itself; null when none runs there. */
export async function askControl(directory: string): Promise<unknown> {
  const socket = createConnection(controlPath(directory));
  socket.setTimeout(ANSWER_TIMEOUT_MS, () => socket.destroy(new Error('no answer')));
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Nobody listens; anything else means that somebody holds it and is busy or broken.
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ECONNREFUSED') return null;
    return {};
  }
}

function controlPath(directory: string): string {
  const hash = createHash('sha256').update(directory).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return `\\\\.\\pipe\\plumbline-${hash}`;
  const path = join(directory, SOCKET_NAME);
  return path.length <= MAX_SOCKET_PATH ? path : join(tmpdir(), `plumbline-${hash}.sock`);
}

function dataFolder(directory: string): void {
  try {
    makeFolder(directory, 0o700);
    accessSync(directory, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new FolderUnusable(directory, error as NodeJS.ErrnoException);
  }
}

async function listening(server: Server, path: string, directory: string): Promise<void> {
  try {
    await new Promise<void>((done, failed) => {
      server.once('error', failed);
      server.listen(path, done);
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new FolderInUse(directory, 'started just now');
    throw error;
  }
}

function nameOf(holder: unknown): string {
  const { pid } = holder as { pid?: unknown };
  return typeof pid === 'number' ? `process ${pid}` : 'which does not answer';
}
