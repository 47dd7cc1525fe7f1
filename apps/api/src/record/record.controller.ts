import { Controller, Get, StreamableFile } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { Identity } from '../access/identity.ts';
import { Who } from '../access/request.ts';
import { RecordService } from './record.service.ts';

const LINES = { 'application/x-ndjson': { schema: { type: 'string', format: 'binary' } } };

@Controller('v1/account/record')
export class RecordController {
  readonly #record: RecordService;

  constructor(record: RecordService) {
    this.#record = record;
  }

  /**
   * Everything that is stored about oneself beside what was measured by the sample and by the second, which exports hold:
   * lines of JSON, one for each row of each table.
   */
  @Get()
  @ApiOkResponse({ content: LINES })
  record(@Who() who: Identity): StreamableFile {
    return new StreamableFile(this.#record.record(who), {
      type: 'application/x-ndjson',
      disposition: 'attachment; filename="plumbline-record.ndjson"',
    });
  }
}
