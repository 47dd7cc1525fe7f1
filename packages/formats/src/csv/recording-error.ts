/** Where a recording is malformed, and what to do about it. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
  /** 1-based; 0 for the file as a whole. */
  readonly line: number;
  readonly field: string;
  readonly value: string;
  readonly problem: string;
  readonly remedy: string;

  /** `cause`: what the system said, where it was the system that refused. */
  constructor(what: {
    line: number;
    field: string;
    value: string;
    problem: string;
    remedy: string;
    cause?: unknown;
  }) {
    const shown = shorten(what.value);
    const place = what.line > 0 ? `line ${what.line}: ` : '';
    super(`${place}${what.field} '${shown}' ${what.problem}: ${what.remedy}`, { cause: what.cause });
    this.line = what.line;
    this.field = what.field;
    this.value = shown;
    this.problem = what.problem;
    this.remedy = what.remedy;
  }
}

/** Nothing in a recording: what was named is not there, is no such thing, or may not be used. */
export class PlaceError extends RecordingError {}

/** Of a header with nothing below it. */
export function noSamples(): RecordingError {
  const remedy = 'record some samples first';
  return new RecordingError({ line: 2, field: 'file', value: '', problem: 'holds no samples', remedy });
}

const LONGEST_SHOWN = 80;

/** Control characters would break the one line that a message is. */
function shorten(text: string): string {
  const plain = text.replace(/[^\x20-\x7e\u00a0-\uffff]/g, '?');
  return plain.length > LONGEST_SHOWN ? `${plain.slice(0, LONGEST_SHOWN)}...` : plain;
}
