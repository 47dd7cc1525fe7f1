import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { InvalidInput } from './invalid-input.ts';

const MAX_SHOWN = 80;

/** Checks parameters against the schema in their decorator and says which one does not fit. */
@Injectable()
export class InputPipe implements PipeTransform {
  async transform(value: unknown, { schema, data, type }: ArgumentMetadata): Promise<unknown> {
    if (schema === undefined) return value;
    const result = await schema['~standard'].validate(value);
    if (result.issues === undefined) return result.value;
    const [issue] = result.issues;
    const path = (issue?.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part));
    const field = [data, ...path].filter((part) => part !== undefined).join('.') || type;
    const shown = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'missing');
    throw new InvalidInput(field, shown.slice(0, MAX_SHOWN), issue?.message ?? 'Give a valid value.');
  }
}
