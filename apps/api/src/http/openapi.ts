import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { type Rule, ruleFor } from '../access/rules.ts';
import { SESSION_COOKIES } from '../access/session-cookie.ts';
import { VERSION } from '../process/version.ts';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const METHODS = ['get', 'put', 'post', 'patch', 'delete'] as const;
const PROBLEM = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
const LICENSE = 'https://opensource.org/license/mit';

/**
 * `/openapi.json`, made from the same schemas that check requests and the same rules that let people in: what each route
 * needs and every way in which it says no.
 */
export function describeApi(app: NestFastifyApplication, secureCookies: boolean): void {
  const about = new DocumentBuilder()
    .setTitle('Plumbline')
    .setVersion(VERSION)
    .setLicense('MIT', LICENSE)
    .addCookieAuth(secureCookies ? SESSION_COOKIES.secure : SESSION_COOKIES.loopback, undefined, 'session')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A personal token.' }, 'token')
    .build();
  const operationIdFactory = (controller: string, method: string): string =>
    `${controller.replace(/Controller$/, '')}_${method}`;
  const document = (): OpenAPIObject =>
    withRules(SwaggerModule.createDocument(app, about, { operationIdFactory }));
  SwaggerModule.setup('openapi', app, document, {
    ui: false,
    raw: ['json'],
    jsonDocumentUrl: 'openapi.json',
  });
}

function withRules(document: OpenAPIObject): OpenAPIObject {
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = item[method];
      const rule = ruleFor(method.toUpperCase(), path.replaceAll(/\{(\w+)\}/g, ':$1'));
      if (operation !== undefined && rule !== null) describeRule(operation, rule);
    }
  }
  return document;
}

function describeRule(operation: Operation, rule: Rule): void {
  const { who, of, tokens } = rule;
  operation.security = who === 'anyone' ? [] : [{ session: [] }, ...(tokens ? [{ token: [] }] : [])];
  const audience = who === 'anyone' ? 'Anyone.' : `For: ${who.join(', ')}.`;
  const scope = of === null ? '' : ` Of another person under their consent for ${of}.`;
  operation.description = [operation.description, audience + scope].filter(Boolean).join('\n\n');
  for (const [status, description] of refusals(operation, rule)) {
    operation.responses[status] ??= { description, content: PROBLEM };
  }
}

function refusals(
  { parameters = [], requestBody }: Operation,
  { who, of, guarded }: Rule,
): [string, string][] {
  const asked = parameters.length > 0 || requestBody !== undefined;
  const named = of !== null || parameters.some((one) => 'in' in one && one.in === 'path');
  return [
    ...(asked ? [['400', 'Something does not fit: `field`, `value` and `remedy` say what.']] : []),
    ...(who === 'anyone' ? [] : [['401', 'Nobody is signed in, or the token is not valid any more.']]),
    ...(who === 'anyone' && !guarded ? [] : [['403', 'Not for the one who asks, or not this way.']]),
    ...(named ? [['404', 'It is not there, or not to be seen by the one who asks.']] : []),
    ...(who === 'anyone' && !guarded
      ? []
      : [['429', 'Too many requests; `retry-after` says how long to wait.']]),
    ['500', 'The API met an error of its own.'],
    ['503', 'The database does not answer; `retry-after` says when to try again.'],
  ] as [string, string][];
}
