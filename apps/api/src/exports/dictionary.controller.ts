import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { type DictionaryTable, dictionaryTableSchema } from '@plumbline/contract';
import { z } from 'zod';
import { dictionary } from './dictionary.ts';

@Controller('v1/data-dictionary')
export class DictionaryController {
  /** What the columns of an export mean, before there is one. */
  @Get()
  @ApiOkResponse({ standardSchema: z.array(dictionaryTableSchema) })
  tables(): DictionaryTable[] {
    return dictionary();
  }
}
