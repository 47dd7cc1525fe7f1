import type { NewNote } from '@plumbline/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { Outbox, type Storage, sendWaiting } from './outbox.ts';

const ADA = '7a1b6f52-8c3e-4a6c-9f0e-0d5e6a1c2b3d';
const BRUNO = '0d5e6a1c-2b3d-4a6c-9f0e-7a1b6f528c3e';
const note = (atUs: number): NewNote => ({ kind: 'note', atUs, text: `at ${atUs}` });

class MemoryStorage implements Storage {
  readonly held = new Map<string, string>();
  getItem = (key: string) => this.held.get(key) ?? null;
  setItem = (key: string, value: string) => void this.held.set(key, value);
  removeItem = (key: string) => void this.held.delete(key);
}

describe('the outbox of the diary', () => {
  let storage: MemoryStorage;
  let outbox: Outbox;
  beforeEach(() => {
    storage = new MemoryStorage();
    outbox = new Outbox(storage);
  });

  it('keeps entries over a reload, each for the one who wrote it', () => {
    outbox.add(ADA, note(1));
    outbox.add(BRUNO, note(2));
    expect(new Outbox(storage).waiting(ADA)).toEqual([note(1)]);
  });

  it('says when it cannot keep one', () => {
    for (let atUs = 0; atUs < 200; atUs += 1) expect(outbox.add(ADA, note(atUs))).toBe(true);
    expect(outbox.add(ADA, note(200))).toBe(false);
  });

  it('reads what is not its own as nothing', () => {
    storage.setItem('plumbline.outbox', '[{"person":1}]');
    expect(outbox.waiting(ADA)).toEqual([]);
  });

  it('sends in order, once, and leaves nothing behind', async () => {
    for (const atUs of [1, 2, 3]) outbox.add(ADA, note(atUs));
    const written: NewNote[] = [];
    // The first arrived at an earlier try whose answer was lost.
    const has = async ({ atUs }: NewNote) => atUs === 1;
    const write = async (sent: NewNote) => written.push(sent);
    expect(await sendWaiting(outbox, ADA, { has, write })).toBe(3);
    expect(written).toEqual([note(2), note(3)]);
    expect(storage.held.size).toBe(0);
  });

  it('keeps what could not be sent', async () => {
    for (const atUs of [1, 2]) outbox.add(ADA, note(atUs));
    const write = ({ atUs }: NewNote) => (atUs === 2 ? Promise.reject(new Error('away')) : Promise.resolve());
    await expect(sendWaiting(outbox, ADA, { has: async () => false, write })).rejects.toThrow('away');
    expect(outbox.waiting(ADA)).toEqual([note(2)]);
  });
});
