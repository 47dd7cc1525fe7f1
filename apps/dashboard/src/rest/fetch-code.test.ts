import { describe, expect, it } from 'vitest';
import { fetchCode, fetchPiece, NewerVersion, type Served } from './fetch-code.ts';

const gone = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module'));
const served = (...pages: (string | null)[]): Served => ({
  index: async () => pages.shift() ?? null,
  script: () => '/assets/index-old.js',
});
const OLD = '<script type="module" src="/assets/index-old.js">';
const NEW = '<script type="module" src="/assets/index-new.js">';

describe('code that does not come', () => {
  it('of a server that has another version is said to be replaced', async () => {
    await expect(fetchCode(gone, served(NEW))).rejects.toBeInstanceOf(NewerVersion);
  });

  it('of a server that does not answer is no newer version', async () => {
    await expect(fetchCode(gone, served(null))).rejects.toMatchObject({ kind: 'offline' });
  });

  it('though the server has this version is asked for once more, and fails as it did', async () => {
    const tries = [gone, async () => 7];
    await expect(fetchCode(() => tries.shift()!(), served(OLD))).resolves.toBe(7);
    await expect(fetchCode(gone, served(OLD, OLD))).rejects.toThrow('Failed to fetch');
  });
});

describe('a piece', () => {
  it('is waited for while the server is away, and given up when a newer version has replaced it', async () => {
    let waits = 0;
    let done = false;
    const again = async () => void waits++;
    const index = served(null, null, OLD, NEW).index;
    let answered = () => {};
    const last = new Promise<void>((resolve) => {
      answered = resolve;
    });
    const asked: Served = {
      index: async () => {
        const page = await index();
        if (page === NEW) answered();
        return page;
      },
      script: () => '/assets/index-old.js',
    };
    void fetchPiece(gone, asked, again).finally(() => {
      done = true;
    });
    await last;
    await new Promise((resolve) => setImmediate(resolve));
    expect([waits, done]).toEqual([3, false]);
  });

  it('comes once it can', async () => {
    const tries = [gone, gone, gone, async () => 7];
    await expect(
      fetchPiece(
        () => tries.shift()!(),
        served(null, OLD),
        async () => {},
      ),
    ).resolves.toBe(7);
  });
});
