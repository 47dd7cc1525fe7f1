import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '@nestjs/swagger';
import {
  type CreatedToken,
  createdTokenSchema,
  type NewToken,
  newTokenSchema,
  type Pair,
  type Paired,
  type PairingCode,
  pairedSchema,
  pairingCodeSchema,
  pairSchema,
  type Token,
  tokenSchema,
} from '@plumbline/contract';
import { z } from 'zod';
import type { Identity } from '../access/identity.ts';
import { Who } from '../access/request.ts';
import { TokensService } from './tokens.service.ts';

@Controller('v1')
export class TokensController {
  readonly #tokens: TokensService;

  constructor(tokens: TokensService) {
    this.#tokens = tokens;
  }

  /** The latest first; without their secrets. */
  @Get('tokens')
  @ApiOkResponse({ standardSchema: z.array(tokenSchema) })
  list(@Who() who: Identity): Promise<Token[]> {
    return this.#tokens.list(who);
  }

  /** The answer holds the secret, this once. */
  @Post('tokens')
  @ApiCreatedResponse({ standardSchema: createdTokenSchema })
  create(@Who() who: Identity, @Body({ schema: newTokenSchema }) token: NewToken): Promise<CreatedToken> {
    return this.#tokens.create(who, token);
  }

  /** Works no more, also for a connection that is open. */
  @Delete('tokens/:id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiNoContentResponse()
  revoke(@Who() who: Identity, @Param('id', { schema: z.uuid() }) id: string): Promise<void> {
    return this.#tokens.revoke(who, id);
  }

  /** To be typed into a gateway within ten minutes. */
  @Post('pairing-codes')
  @ApiCreatedResponse({ standardSchema: pairingCodeSchema })
  pairingCode(@Who() who: Identity): Promise<PairingCode> {
    return this.#tokens.pairingCode(who);
  }

  /** A gateway turns its code into a token. */
  @Post('pair')
  @ApiCreatedResponse({ standardSchema: pairedSchema })
  pair(@Body({ schema: pairSchema }) pair: Pair): Promise<Paired> {
    return this.#tokens.pair(pair);
  }
}
