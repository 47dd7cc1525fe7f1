import type { TestApi } from './test-api.ts';

export interface Operation {
  readonly operationId: string;
  readonly description: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
  }[];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { schema?: unknown }>> }>
  >;
}

export interface OpenApiDocument {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

export const openApiOf = (api: TestApi): Promise<OpenApiDocument> => api.get('/openapi.json');

/** `METHOD /path/:parameter`, as the rules name them. */
export function routesOf({ paths }: OpenApiDocument): Map<string, Operation> {
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]) =>
        [`${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`, operation] as const,
    ),
  );
  return new Map(routes);
}

/** Names of all schemas that an answer may hold, also inside others. */
export function schemasIn(document: OpenApiDocument, part: unknown): Set<string> {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    for (const [, name] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (found.has(name!)) continue;
      found.add(name!);
      visit(document.components.schemas[name!]);
    }
  };
  visit(part ?? null);
  return found;
}

/** Of what is answered when all is well. */
export function successOf({ responses }: Operation): unknown {
  return Object.entries(responses).filter(([status]) => status.startsWith('2'));
}
