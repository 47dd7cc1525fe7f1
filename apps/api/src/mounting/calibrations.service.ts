import { Injectable } from '@nestjs/common';
import type { CalibrationEntry } from '@plumbline/contract';
import type { WearerRef } from '../access/identity.ts';
import type { Actor } from '../database/people-database.ts';
import { type AskedSpan, checkSpan } from '../http/span.ts';
import { qualityOf } from './bends-run.ts';
import { type CalibrationRow, MountingRepository } from './mounting.repository.ts';

const MOST_DAYS = 3_660;
const MOST_ENTRIES = 1_000;
const US_PER_S = 1e6;

/** What became known of how sensors were worn. */
@Injectable()
export class CalibrationsService {
  readonly #repository: MountingRepository;

  constructor(repository: MountingRepository) {
    this.#repository = repository;
  }

  async history(actor: Actor, { id }: WearerRef, span: AskedSpan): Promise<CalibrationEntry[]> {
    checkSpan(span, MOST_DAYS);
    const rows = await this.#repository.history(actor, id, span.fromUs, span.untilUs, MOST_ENTRIES);
    return rows.map((row) => entryOf(row, Date.now() * 1000));
  }
}

function entryOf({ parameters, ...row }: CalibrationRow, nowUs: number): CalibrationEntry {
  const { seed } = parameters;
  const isBends = row.kind === 'bends';
  const isMounting = row.kind === 'mounting';
  const calibration = isMounting ? parameters.calibration : undefined;
  return {
    ...{ ...row, sensors: [...row.sensors], ageS: Math.max(0, (nowUs - row.atUs) / US_PER_S) },
    source: isBends ? 'bends' : (calibration?.source ?? null),
    quality: isBends ? qualityOf({ axesSdDeg: parameters.axesSdDeg ?? 0 }) : (calibration?.quality ?? null),
    reasons: [...(isBends ? bendReasons(parameters) : (calibration?.reasons ?? []))],
    flexionRangeDeg: seed?.flexionRangeDeg ?? calibration?.flexionRangeDeg ?? null,
    angleDeg: parameters.angleDeg ?? null,
    judged: isBends || isMounting ? null : (parameters.judgedAtUs ?? null) !== null,
    withdrawn: (parameters.withdrawnAtUs ?? null) !== null,
    seeds: (seed ?? null) !== null,
  };
}

function bendReasons({ axesSdDeg = 0 }: CalibrationRow['parameters']): string[] {
  return axesSdDeg === 0 ? [] : [`the bends went ${axesSdDeg.toFixed(1)} degrees apart`];
}
