import { Body, Controller, Get, Param, Patch, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import {
  type NewPerson,
  newPersonSchema,
  type Person,
  type PersonChange,
  personChangeSchema,
  personSchema,
  type RecoveryCode,
  recoveryCodeSchema,
} from '@plumbline/contract';
import { z } from 'zod';
import type { Identity } from '../access/identity.ts';
import { Who } from '../access/request.ts';
import { PeopleService } from './people.service.ts';

@Controller('v1/people')
export class PeopleController {
  readonly #people: PeopleService;

  constructor(people: PeopleService) {
    this.#people = people;
  }

  @Get()
  @ApiOkResponse({ standardSchema: z.array(personSchema) })
  people(@Who() who: Identity): Promise<Person[]> {
    return this.#people.people(who);
  }

  @Post()
  @ApiCreatedResponse({ standardSchema: personSchema })
  add(@Who() who: Identity, @Body({ schema: newPersonSchema }) person: NewPerson): Promise<Person> {
    return this.#people.add(who, person);
  }

  /** Switches somebody's access off and on; their data stay. */
  @Patch(':id')
  @ApiOkResponse({ standardSchema: personSchema })
  change(
    @Who() who: Identity,
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: personChangeSchema }) change: PersonChange,
  ): Promise<Person> {
    return this.#people.change(who, id, change);
  }

  /** For somebody who forgot the password: to be handed over, told this once, and good for a day. */
  @Post(':id/recovery-codes')
  @ApiCreatedResponse({ standardSchema: recoveryCodeSchema })
  recoveryCode(@Who() who: Identity, @Param('id', { schema: z.uuid() }) id: string): Promise<RecoveryCode> {
    return this.#people.recoveryCode(who, id);
  }
}
