import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import type { RequestAccess } from './identity.ts';

const accessOf = (context: ExecutionContext): RequestAccess =>
  context.switchToHttp().getRequest<RequestAccess>();

/** Who is asking, as the guard found out. */
export const Who = createParamDecorator(
  (_: unknown, context: ExecutionContext) => accessOf(context).identity!,
);
/** Whose data are asked for; only where the rule says `of`. */
export const Whose = createParamDecorator(
  (_: unknown, context: ExecutionContext) => accessOf(context).wearer!,
);

/** Describes `?wearer=` in the OpenAPI document; the guard reads it. */
export const OfWearer = (): MethodDecorator =>
  applyDecorators(
    ApiQuery({
      name: 'wearer',
      required: false,
      description: 'Whose data: `me` (as without it) or the id of a wearer as in GET /v1/wearers.',
      schema: { type: 'string' },
    }),
  );
