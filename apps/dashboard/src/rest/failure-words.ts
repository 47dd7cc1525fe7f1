import { type ProblemCode, problemCode } from '@plumbline/contract';
import { sentence } from '../locales/sentence.ts';
import { language, t } from '../locales/t.ts';
import { ApiFailure } from './api-failure.ts';

export interface FailureWords {
  readonly what: string;
  readonly remedy: string;
}

/**
 * What happened and what to do about it. Refusals that the contract names are said in the language of the reader; of
 * others the server's own words, which are English, where nothing better can be said.
 */
export function failureWords(error: unknown): FailureWords {
  if (!(error instanceof ApiFailure)) return unexpected(error);
  const { kind, problem, seconds } = error;
  const code = problem && problemCode(problem);
  if (code) return known(code, problem.waitS ?? 0);
  if (problem && (kind === 'problem' || (language === 'en' && kind !== 'signedOut'))) {
    return {
      what: t('failure.server', { detail: sentence(problem.detail) }),
      remedy: sentence(problem.remedy ?? ''),
    };
  }
  if (kind === 'problem') return unexpected(error);
  return { what: t(`failure.${kind}`, { seconds: seconds ?? 0 }), remedy: t(`failure.${kind}Remedy`) };
}

function known(code: ProblemCode, seconds: number): FailureWords {
  return { what: t(`failure.known.${code}`), remedy: t(`failure.knownRemedy.${code}`, { count: seconds }) };
}

function unexpected(error: unknown): FailureWords {
  const detail = error instanceof Error ? error.message : String(error);
  return { what: t('failure.unknown', { detail }), remedy: t('failure.unknownRemedy') };
}
