import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiQuery } from '@nestjs/swagger';
import {
  type AuditEntry,
  type AuditQuery,
  auditEntrySchema,
  auditQuerySchema,
  type Consent,
  consentSchema,
  type NewConsent,
  newConsentSchema,
  type Therapist,
  therapistSchema,
  type VisibleWearer,
  visibleWearerSchema,
} from '@plumbline/contract';
import { z } from 'zod';
import type { Identity } from '../access/identity.ts';
import { Who } from '../access/request.ts';
import { ConsentsService } from './consents.service.ts';

@Controller('v1')
export class ConsentsController {
  readonly #consents: ConsentsService;

  constructor(consents: ConsentsService) {
    this.#consents = consents;
  }

  /** Given by oneself, or to oneself; the latest first, with those that were withdrawn. */
  @Get('consents')
  @ApiOkResponse({ standardSchema: z.array(consentSchema) })
  list(@Who() who: Identity): Promise<Consent[]> {
    return this.#consents.list(who);
  }

  @Post('consents')
  @ApiCreatedResponse({ standardSchema: consentSchema })
  give(@Who() who: Identity, @Body({ schema: newConsentSchema }) consent: NewConsent): Promise<Consent> {
    return this.#consents.give(who, consent);
  }

  /** Withdraws it: from the next request on, and on connections that are open. */
  @Delete('consents/:id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiNoContentResponse()
  withdraw(@Who() who: Identity, @Param('id', { schema: z.uuid() }) id: string): Promise<void> {
    return this.#consents.withdraw(who, id);
  }

  /** Whom one may let in. */
  @Get('therapists')
  @ApiOkResponse({ standardSchema: z.array(therapistSchema) })
  therapists(@Who() who: Identity): Promise<Therapist[]> {
    return this.#consents.therapists(who);
  }

  /** Of whom one may see something now. */
  @Get('wearers')
  @ApiOkResponse({ standardSchema: z.array(visibleWearerSchema) })
  wearers(@Who() who: Identity): Promise<VisibleWearer[]> {
    return this.#consents.wearers(who);
  }

  /** Who looked at or changed what; the latest first. */
  @Get('audit')
  @ApiQuery({ name: 'before', required: false, schema: { type: 'string' } })
  @ApiQuery({ name: 'about', required: false, schema: { type: 'string', enum: ['me', 'all'] } })
  @ApiQuery({ name: 'limit', required: false, schema: { type: 'integer' } })
  @ApiOkResponse({ standardSchema: z.array(auditEntrySchema) })
  audit(
    @Who() who: Identity,
    @Query('before', { schema: auditQuerySchema.before }) before: AuditQuery['before'],
    @Query('about', { schema: auditQuerySchema.about }) about: AuditQuery['about'],
    @Query('limit', { schema: auditQuerySchema.limit }) limit: number,
  ): Promise<AuditEntry[]> {
    return this.#consents.audit(who, { before, about, limit });
  }
}
