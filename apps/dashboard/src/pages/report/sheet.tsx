import type { Discomfort } from '@plumbline/contract';
import type { ReactNode } from 'react';
import { DayBars } from '../../charts/day-bars.tsx';
import { PlanBars } from '../../charts/plan-bars.tsx';
import { zoneName } from '../../locales/reader-zone.ts';
import { weekdaySpan } from '../../locales/span.ts';
import { formats, t } from '../../locales/t.ts';
import { useDemo } from '../../rest/use-demo.ts';
import { useVersion } from '../../rest/use-version.ts';
import { discomfortNumbers, discomfortSummary } from '../discomfort-words.ts';
import { halvesOf } from '../person/compare.ts';
import { CompareTable, compareAll } from '../person/compare-table.tsx';
import { planSeries, postureDays } from '../person/day-series.ts';
import { diaryOf } from '../person/diary.ts';
import { FactList } from '../person/fact-list.tsx';
import { FigureList } from '../person/figure-list.tsx';
import { comparedWords } from '../person/figure-words.ts';
import { figureOf, LOAD_FIGURES, SITTING_FIGURES, TURNING_FIGURES, validityOf } from '../person/figures.ts';
import { MeasureTrend } from '../person/measure-figure.tsx';
import { planDone, plannedIndices } from '../person/plan-done.ts';
import { hourWords, PostureLegend, sittingSummary } from '../person/sitting-card.tsx';
import { Sides, turningSummary } from '../person/turning-card.tsx';
import type { VisitData } from '../person/use-visit.ts';
import { breaksSummary, diaryFacts, entryWords, planFacts, validityFacts } from '../person/visit-facts.ts';
import { SmallPrint } from './small-print.tsx';

export interface ReportChoices {
  /** Otherwise under a pseudonym. */
  readonly named: boolean;
  readonly entries: boolean;
}

interface SheetProps {
  readonly subject: string;
  readonly wearer: string;
  readonly visit: VisitData;
  /** Null: not open, or not to be had. */
  readonly felt: Discomfort | null;
  readonly choices: ReportChoices;
}

/** Of the drawings; they scale with the paper. */
const WIDTH = 680;
const BARS_HEIGHT = 105;
const TREND_HEIGHT = 105;
const PLAN_HEIGHT = 70;

/** What lies on the paper. */
export function Sheet({ subject, wearer, visit, felt, choices }: SheetProps) {
  const { trends, notes } = visit;
  const validity = validityOf(trends);
  return (
    <article className="sheet" data-testid="report">
      <SheetHead subject={subject} visit={visit} />
      <Part title={t('report.rests')}>
        <FactList facts={validityFacts(validity)} />
        <p className="summary">{t(`person.validity.grade.${validity.grade}`)}</p>
      </Part>
      <SheetSitting trends={trends} />
      <SheetTurning visit={visit} />
      <Part title={t('report.load')}>
        <FigureList figures={LOAD_FIGURES.map((id) => figureOf(trends, id))} />
      </Part>
      <Part title={t('report.plan')}>
        <SheetPlan visit={visit} />
      </Part>
      <Part title={t('report.diary')}>
        {notes === null ? (
          <p>{t('report.diaryClosed')}</p>
        ) : (
          <SheetDiary notes={notes} entries={choices.entries} timeZone={trends.timeZone} />
        )}
        {felt && felt.ratings > 0 && <SheetDiscomfort felt={felt} />}
      </Part>
      <Part title={t('report.compare')}>
        <SheetComparison trends={trends} />
      </Part>
      <SmallPrint wearer={wearer} lastDate={validity.lastDate} />
    </article>
  );
}

interface PartProps {
  readonly title: string;
  readonly children: ReactNode;
}

function Part({ title, children }: PartProps) {
  return (
    <section className="sheet-part">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function SheetSitting({ trends }: { readonly trends: VisitData['trends'] }) {
  return (
    <Part title={t('report.sitting')}>
      <Drawing words={sittingSummary(trends)}>
        <DayBars days={postureDays(trends)} width={WIDTH} height={BARS_HEIGHT} label={hourWords} />
      </Drawing>
      <PostureLegend />
      <FigureList figures={SITTING_FIGURES.map((id) => figureOf(trends, id))} />
    </Part>
  );
}

function SheetTurning({ visit: { trends, plan } }: { readonly visit: VisitData }) {
  const planned = plannedIndices(plan, trends.dates);
  return (
    <Part title={t('report.turning')}>
      <Drawing words={turningSummary(figureOf(trends, 'rotation_asymmetry_all'))}>
        <MeasureTrend
          trends={trends}
          id="rotation_asymmetry_all"
          planned={planned}
          width={WIDTH}
          height={TREND_HEIGHT}
        />
      </Drawing>
      <Sides planned={planned} />
      <FigureList figures={TURNING_FIGURES.map((id) => figureOf(trends, id))} />
    </Part>
  );
}

function SheetHead({ subject, visit: { trends } }: { readonly subject: string; readonly visit: VisitData }) {
  const version = useVersion().data?.version;
  const made = formats.dateTimeOfYear(Date.now() * 1000, trends.timeZone);
  const facts = [
    t('report.range', weekdaySpan(trends.fromDate, trends.toDate)),
    t('report.made', { date: made }),
    t('app.timeZone', { zone: zoneName(trends.timeZone) }),
    ...(version ? [t('report.version', { version })] : []),
  ];
  return (
    <header className="sheet-head">
      <div>
        <h1>{t('report.heading')}</h1>
        <p className="sheet-subject" data-testid="report-subject">
          {t('report.subject', { subject })}
        </p>
        {useDemo().data?.on && <p>{t('report.demo')}</p>}
      </div>
      <ul>
        {facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
    </header>
  );
}

interface DrawingProps {
  /** What it shows, in a sentence: above it, and for whoever cannot see it. */
  readonly words: string;
  readonly children: ReactNode;
}

function Drawing({ words, children }: DrawingProps) {
  return (
    <>
      <p className="sheet-sentence">{words}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: on a narrow screen it scrolls, which the keyboard must reach */}
      <div className="sheet-drawing" role="img" aria-label={words} tabIndex={0}>
        {children}
      </div>
    </>
  );
}

function SheetPlan({ visit: { plan, trends } }: { readonly visit: VisitData }) {
  const done = planDone(plan, trends);
  return (
    <>
      <FactList facts={planFacts(done)} />
      {done.breaksPerDay !== null && (
        <Drawing words={breaksSummary(done)}>
          <PlanBars
            {...planSeries(plan, trends.dates, 'breaks')}
            width={WIDTH}
            height={PLAN_HEIGHT}
            label={(value) => formats.number(value)}
          />
        </Drawing>
      )}
    </>
  );
}

function SheetComparison({ trends }: { readonly trends: VisitData['trends'] }) {
  const { before, after } = halvesOf(trends);
  const comparisons = compareAll(trends, before, after);
  return (
    <>
      <p className="sheet-sentence">{comparedWords(comparisons, before, after)}</p>
      <CompareTable trends={trends} comparisons={comparisons} />
    </>
  );
}

function SheetDiscomfort({ felt }: { readonly felt: Discomfort }) {
  return (
    <>
      <p className="sheet-sentence">{discomfortSummary(felt, 'theirs')}</p>
      <p className="caption">{discomfortNumbers(felt)}</p>
    </>
  );
}

const MOST_ENTRIES = 6;

interface SheetDiaryProps {
  readonly notes: NonNullable<VisitData['notes']>;
  readonly entries: boolean;
  readonly timeZone: string;
}

function SheetDiary({ notes, entries: wanted, timeZone }: SheetDiaryProps) {
  const diary = diaryOf(notes);
  const shown = wanted ? diary.entries.slice(0, MOST_ENTRIES) : [];
  const more = wanted ? diary.entries.length - shown.length : 0;
  return (
    <>
      <FactList facts={diaryFacts(diary, timeZone)} />
      <ul className="sheet-entries">
        {shown.map((note) => (
          <li key={note.id}>
            <span className="diary-meta">{entryWords(note, timeZone)}</span> {note.text}
          </li>
        ))}
      </ul>
      {more > 0 && <p className="caption">{t('report.moreEntries', { count: more })}</p>}
    </>
  );
}
