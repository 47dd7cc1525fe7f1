import { sentence } from '../locales/sentence.ts';
import { t } from '../locales/t.ts';
import { ApiFailure } from './api-failure.ts';

export interface FailureWords {
  readonly what: string;
  readonly remedy: string;
}

/** What happened and what to do about it. The server's own words, which are English, where it has some. */
export function failureWords(error: unknown): FailureWords {
  if (!(error instanceof ApiFailure)) return unexpected(error);
  const { kind, problem, seconds } = error;
  if (problem && (kind === 'problem' || kind === 'notFound' || kind === 'forbidden')) {
    return { what: sentence(problem.detail), remedy: sentence(problem.remedy ?? '') };
  }
  if (kind === 'problem') return unexpected(error);
  return { what: t(`failure.${kind}`, { seconds: seconds ?? 0 }), remedy: t(`failure.${kind}Remedy`) };
}

function unexpected(error: unknown): FailureWords {
  const detail = error instanceof Error ? error.message : String(error);
  return { what: t('failure.unknown', { detail }), remedy: t('failure.unknownRemedy') };
}
