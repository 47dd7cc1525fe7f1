/** What one check found. `fix` is a command or a sentence to act on. */
export interface Finding {
  readonly check: string;
  readonly level: 'ok' | 'note' | 'fail';
  readonly found: string;
  readonly fix: string | null;
  /** For the exit status. */
  readonly kind?: 'device' | 'permission' | 'usage';
}

export const ok = (check: string, found: string): Finding => ({ check, level: 'ok', found, fix: null });
export const note = (check: string, found: string, fix: string | null = null): Finding => ({
  check,
  level: 'note',
  found,
  fix,
});
export const fail = (check: string, found: string, fix: string, kind?: Finding['kind']): Finding => ({
  check,
  level: 'fail',
  found,
  fix,
  ...(kind === undefined ? {} : { kind }),
});
