import type { AuditEntry, Consent, Deletion } from '@plumbline/contract';
import { describe, expect, it } from 'vitest';
import {
  auditLines,
  deletionSpan,
  inForce,
  removedRows,
  rowsRemoved,
  sortConsents,
  spanUs,
} from './privacy-view.ts';

const consent = (more: Partial<Consent> = {}): Consent => ({
  id: '1',
  wearer: 'w',
  grantee: { kind: 'person', id: 'p', name: 'Dr. Lee' },
  purpose: 'Treatment',
  scopes: ['summary'],
  fromUs: 100,
  untilUs: 200,
  givenUs: 100,
  withdrawnUs: null,
  ...more,
});

describe('a consent', () => {
  it('is in force from its beginning up to its end, unless it was withdrawn', () => {
    expect([99, 100, 199, 200].map((nowUs) => inForce(consent(), nowUs))).toEqual([false, true, true, false]);
    expect(inForce(consent({ withdrawnUs: 120 }), 150)).toBe(false);
  });

  it('that begins later is not over', () => {
    const later = consent({ id: 'later', fromUs: 150 });
    const over = consent({ id: 'over', untilUs: 110 });
    const withdrawn = consent({ id: 'withdrawn', withdrawnUs: 115 });
    const { open, over: ended } = sortConsents([later, over, withdrawn], 120);
    expect(open.map(({ id }) => id)).toEqual(['later']);
    expect(ended.map(({ id }) => id)).toEqual(['over', 'withdrawn']);
  });
});

describe('the log', () => {
  const entry = (id: string, atUs: number, more: Partial<AuditEntry> = {}): AuditEntry => ({
    ...{ id, atUs, actor: 'Dr. Lee', own: false, action: 'GET /v1/today', scope: 'detail', wearer: 'w' },
    ...more,
  });

  it('tells the same look within ten minutes once, at its latest time', () => {
    const lines = auditLines([entry('1', 0), entry('2', 300e6), entry('3', 2_000e6)], true, 'UTC');
    expect(lines.map(({ id }) => id)).toEqual(['3', '2']);
    expect(lines[0]!.what).toBe('looked at bouts, seconds, turns and load');
  });

  it('leaves out oneself when asked to', () => {
    const own = entry('1', 0, { own: true, action: 'consent given', scope: null });
    expect(auditLines([own], true, 'UTC')).toEqual([]);
    expect(auditLines([own], false, 'UTC')[0]).toMatchObject({ who: 'You', what: 'gave a consent' });
  });

  it('says an action it has no words for as it is called, and somebody who is gone', () => {
    const [line] = auditLines(
      [entry('1', 0, { actor: null, action: 'moon landed', scope: null })],
      true,
      'UTC',
    );
    expect(line).toMatchObject({ who: 'somebody who is gone', what: 'moon landed' });
  });
});

describe('deleting days', () => {
  it('takes both days whole, where the wearer lives', () => {
    const { fromUs, untilUs } = spanUs({ from: '2026-11-20', to: '2026-11-21' }, 'Europe/Berlin');
    expect(fromUs).toBe(Date.parse('2026-11-19T23:00:00Z') * 1000);
    expect(untilUs - fromUs).toBe(2 * 86_400e6);
  });

  it('reports what went, table by table, the most first', () => {
    const removed = { note: 2, posture_1s: 1200, bout: 0 };
    const deletion: Deletion = { id: '1', kind: 'range', fromUs: 0, untilUs: 1, requestedUs: 2, removed };
    expect(rowsRemoved(deletion)).toBe(1202);
    expect(removedRows(deletion)).toEqual([
      ['posture 1s', '1,200'],
      ['note', '2'],
    ]);
    expect(deletionSpan({ ...deletion, kind: 'person' }, 'UTC')).toBe('Everything');
  });
});
