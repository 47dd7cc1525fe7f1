import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAxes } from '@plumbline/core';
import { defaultWorkday, WorkdaySimulation } from '@plumbline/core/simulation';
import { RecordingWriter } from '@plumbline/formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyseRecording } from '../analyse-recording.ts';
import { SHIPPED_PARAMETERS, withParameter } from '../parameters.ts';
import { html, textOf } from './html.ts';

const RATE_HZ = 25;
const START_US = Date.parse('2026-10-19T06:10:00Z') * 1000;
const CHUNK = 5000;
const CHANGED = [
  'nudge.limitS=300',
  'nudge.unvariedS=0',
  'load.creep.loadTauS=600',
  'load.creep.nominalRangeDeg=70',
  'rotation.excursion.seatedThresholdDeg=7',
  'sitting.prolongedMin=[10,20,45]',
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-report-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The report of half an hour of a simulated day, with a gyroscope or without, the second half of it later. */
async function report(hasGyro: boolean, silenceS = 0): Promise<string> {
  const recordingPath = join(folder, 'a <day> & more.csv');
  const simulation = new WorkdaySimulation(defaultWorkday(4, 0.5), { rateHz: RATE_HZ, startUs: START_US });
  const writer = new RecordingWriter({ hasGyro, hasMag: false });
  const pieces = [Buffer.from(writer.header())];
  for (let batch = simulation.next(CHUNK); batch; batch = simulation.next(CHUNK)) {
    const late = batch.tUs[0]! >= START_US + 900e6 ? silenceS * 1e6 : 0;
    pieces.push(Buffer.from(writer.rows({ ...batch, tUs: batch.tUs.map((tUs) => tUs + late) })));
  }
  await writeFile(recordingPath, Buffer.concat(pieces));
  const outDir = join(folder, `out-${hasGyro}`);
  await analyseRecording({
    recordingPath,
    outDir,
    axes: parseAxes('up,right,forward'),
    useMag: false,
    fixedLagS: null,
    flexionRangeDeg: null,
    parameters: CHANGED.reduce(withParameter, SHIPPED_PARAMETERS),
    timeZone: 'Europe/Berlin',
    plot: true,
  });
  return readFile(join(outDir, 'report.html'), 'utf8');
}

describe('the report', () => {
  let page: string;
  beforeAll(async () => {
    page = await report(true);
  });

  it('is one file that loads and runs nothing', () => {
    expect(page).not.toMatch(/<(script|link|img|iframe)\b|https?:|url\(|@import/);
  });

  it('gives every chart a title, a summary in words and a table', () => {
    const charts = page.split('<figure').slice(1);
    expect(charts.length).toBeGreaterThanOrEqual(7);
    for (const chart of charts) {
      expect(chart).toMatch(/<h3 id="[^"]+">[^<]+<\/h3><p>[^<]{10,}<\/p>/);
      expect(chart).toMatch(/<svg [^>]*role="img" aria-label="[^"]{20,}"/);
      expect(chart).toContain('<caption>');
    }
  });

  it('draws only numbers', () => {
    const drawn = [...page.matchAll(/ (?:d|x|y|width|height)="([^"]*)"/g)].map((match) => match[1]);
    expect(drawn.length).toBeGreaterThan(50);
    for (const path of drawn) expect(path).toMatch(/^[-MLHVZ0-9. ]+$/);
  });

  it('says times by the clock of the wearer, what was changed, and why a break was suggested', () => {
    expect(page).toContain('2026-10-19 08:10 to 2026-10-19 08:40 (Europe/Berlin), 30 min');
    expect(page).toContain('nudge.limitS');
    expect(page).toMatch(/of sitting without a break, 5.0 min is the limit/);
  });

  it('says how it was counted with the parameters that it was counted with', () => {
    expect(page).toContain('loading 10 min; recovery');
    expect(page).toContain('not measured, 70 deg assumed');
    expect(page).toContain('from 7 deg while sitting, from 10 deg while standing');
    expect(page).toContain('Bouts of 45 min and more');
  });

  it('states coverage, version and parameters of what it shows', () => {
    expect(page).toContain('<th scope="col">coverage</th>');
    expect(page).toMatch(/sitting@\d+\.\d+\.\d+/);
    expect(page).toContain('Not a medical device');
  });

  it('says of a source without gyroscope that rotation is not available, and why', async () => {
    const without = await report(false);
    expect(without).toContain('<strong>Rotation not available:</strong> the recording has no gyroscope');
  });

  it('says how long no samples came', async () => {
    expect(page).not.toContain('are not known: no samples came');
    expect(await report(true, 7200)).toContain(
      '<strong>Note:</strong> no rows for 2 h, from 2026-10-19 08:26',
    );
  });

  it('takes names for text', () => {
    expect(page).toContain('<h1>a &#60;day&#62; &#38; more.csv</h1>');
    expect(textOf(html`<p>${'<b>'}${html`<i>${1}</i>`}</p>`)).toBe('<p>&#60;b&#62;<i>1</i></p>');
  });
});
