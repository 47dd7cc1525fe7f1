import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  HttpStatus,
  Logger,
} from '@nestjs/common';
import { type Problem, type ProblemCode, problemType } from '@plumbline/contract';
import { DatabaseUnavailable } from '../database/database.ts';
import { QueueFull } from '../database/order-queue.ts';
import { InvalidInput } from './invalid-input.ts';
import { KnownProblem } from './known-problem.ts';

/** What this filter uses of Fastify. */
interface Reply {
  status(code: number): Reply;
  header(name: string, value: string): Reply;
  send(body: unknown): unknown;
  sendFile?(name: string): unknown;
}

interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

const RETRY_AFTER_S = '5';
/** Until some of somebody's orders may be done. */
const ORDERS_WAIT_S = 60;

/** What to do about a body that Fastify cannot read. */
const BODY_REMEDIES: Readonly<Record<number, string>> = {
  [HttpStatus.BAD_REQUEST]: 'Send a body that is JSON, or none.',
  [HttpStatus.PAYLOAD_TOO_LARGE]: 'Send less at once.',
  [HttpStatus.UNSUPPORTED_MEDIA_TYPE]: 'Send JSON, with content-type: application/json.',
};
const NO_ROUTE = /^Cannot [A-Z]+ \//;
/** About an address that there is not, or that cannot be read. */
export const ROUTES_REMEDY = 'GET /openapi.json lists every address.';

/** Every error of the REST interface as RFC 9457 problem details; pages of the dashboard fall back to its index. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #logger = new Logger(ProblemFilter.name);
  readonly #hasDashboard: boolean;

  constructor(hasDashboard: boolean) {
    this.#hasDashboard = hasDashboard;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const reply = host.switchToHttp().getResponse<Reply>();
    const problem = problemOf(error);
    if (problem.status === HttpStatus.NOT_FOUND && this.#hasDashboard && isPage(request)) {
      reply.status(HttpStatus.OK).sendFile?.('index.html');
      return;
    }
    if (problem.status === HttpStatus.INTERNAL_SERVER_ERROR) this.#logger.error(error);
    if (problem.status === HttpStatus.SERVICE_UNAVAILABLE) reply.header('retry-after', RETRY_AFTER_S);
    if (problem.waitS !== undefined) reply.header('retry-after', String(problem.waitS));
    reply.status(problem.status).header('content-type', 'application/problem+json').send(problem);
  }
}

/** Addresses inside the dashboard are known to the dashboard alone. */
function isPage(request: Request): boolean {
  const path = request.url.split('?')[0]!;
  const wantsPage = request.headers.accept?.includes('text/html') === true;
  return request.method === 'GET' && wantsPage && !path.startsWith('/v1/') && !/\.[a-z0-9]+$/i.test(path);
}

function problemOf(error: unknown): Problem {
  if (error instanceof InvalidInput) {
    const { field, value, remedy } = error;
    return { ...problem(HttpStatus.BAD_REQUEST, 'Not valid', error.message), field, value, remedy };
  }
  if (error instanceof DatabaseUnavailable) {
    const detail = 'The database does not answer.';
    return {
      ...problem(HttpStatus.SERVICE_UNAVAILABLE, 'Not available', detail, 'database_away'),
      remedy: 'Try again in a moment.',
    };
  }
  if (error instanceof QueueFull) {
    const status = HttpStatus.TOO_MANY_REQUESTS;
    return { ...problem(status, titleOf(status), error.message), waitS: ORDERS_WAIT_S };
  }
  if (error instanceof KnownProblem) {
    const status = error.getStatus();
    return { ...problem(status, titleOf(status), error.message, error.code), ...error.facts };
  }
  if (error instanceof HttpException) {
    const status = error.getStatus();
    return { ...problem(status, titleOf(status), error.message), ...remedyOf(error, status) };
  }
  // Of Fastify itself, outside of any route.
  const { statusCode, message } = error as { statusCode?: unknown; message?: unknown };
  if (typeof statusCode === 'number' && statusCode < HttpStatus.INTERNAL_SERVER_ERROR)
    return problem(statusCode, titleOf(statusCode), String(message));
  return problem(
    HttpStatus.INTERNAL_SERVER_ERROR,
    'Internal error',
    'The API met an error of its own; see its log.',
    'internal',
  );
}

function remedyOf(error: HttpException, status: number): Pick<Problem, 'field' | 'remedy'> {
  if (NO_ROUTE.test(error.message)) return { remedy: ROUTES_REMEDY };
  // What Fastify throws comes as a plain HttpException; ours have classes of their own.
  const remedy = error.constructor === HttpException ? BODY_REMEDIES[status] : undefined;
  return remedy === undefined ? {} : { field: 'body', remedy };
}

function problem(status: number, title: string, detail: string, code: ProblemCode | null = null): Problem {
  return { type: code === null ? 'about:blank' : problemType(code), title, status, detail };
}

function titleOf(status: number): string {
  const name = HttpStatus[status] ?? 'Error';
  return name.charAt(0) + name.slice(1).toLowerCase().replaceAll('_', ' ');
}
