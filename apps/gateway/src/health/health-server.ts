import { createServer, type Server } from 'node:http';
import type { GatewayHealth } from './health.ts';
import { prometheusText } from './prometheus.ts';

const HOST = '127.0.0.1';

/** `/metrics` for Prometheus, `/health` and `/status` as JSON, on loopback only. */
export class HealthServer {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async listen(port: number, health: () => GatewayHealth): Promise<HealthServer> {
    const server = createServer((request, response) => {
      const { type, body, code } = answer(request.url ?? '/', health());
      response.writeHead(code, { 'content-type': type }).end(body);
    });
    await new Promise<void>((done, failed) => {
      server.once('error', failed);
      server.listen(port, HOST, done);
    });
    server.unref();
    return new HealthServer(server);
  }

  close(): Promise<void> {
    return new Promise((done) => this.#server.close(() => done()));
  }
}

interface Answer {
  readonly type: string;
  readonly body: string;
  readonly code: number;
}

function answer(path: string, health: GatewayHealth): Answer {
  if (path === '/metrics') {
    return { type: 'text/plain; version=0.0.4; charset=utf-8', body: prometheusText(health), code: 200 };
  }
  const json = (value: unknown, code: number): Answer => ({
    type: 'application/json',
    body: `${JSON.stringify(value)}\n`,
    code,
  });
  if (path === '/status') return json(health, 200);
  if (path === '/health') return json({ status: 'ok', version: health.version }, 200);
  return json({ error: 'known paths are /metrics, /health and /status' }, 404);
}
