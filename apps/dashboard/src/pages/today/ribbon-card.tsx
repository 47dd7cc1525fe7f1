import type { Label, Note, Today } from '@plumbline/contract';
import type { Bout } from '@plumbline/core';
import { useEffect, useMemo, useState } from 'react';
import { ChartCard } from '../../charts/chart-card.tsx';
import { DayRibbon, MarkSwatch, type RibbonMark } from '../../charts/day-ribbon.tsx';
import type { Range } from '../../charts/strip-layout.ts';
import { hasUnknown, TotalsLegend } from '../../charts/strip-parts.tsx';
import { Card } from '../../components/card.tsx';
import { t } from '../../locales/t.ts';
import { useLabels } from '../../rest/use-labels.ts';
import { useNotes } from '../../rest/use-notes.ts';
import { CorrectBout } from './correct-bout.tsx';
import { boutCsv, boutTable, boutWords, daySummary } from './ribbon-words.ts';
import { askedOf, todaySpan } from './today-span.ts';
import { ViewTools } from './view-tools.tsx';

/** The day's bouts: to be looked at closer, and to be corrected. */
export function RibbonCard({ today }: { readonly today: Today }) {
  if (today.bouts.length > 0) return <Ribbon today={today} />;
  return (
    <Card title={t('today.ribbon.heading')} testId="ribbon" className="ribbon-card">
      <p className="reason">{t('today.ribbon.empty')}</p>
    </Card>
  );
}

function Ribbon({ today }: { readonly today: Today }) {
  const { bouts, timeZone } = today;
  const { whole } = useMemo(() => todaySpan(today), [today]);
  const [view, setView] = useView(whole);
  const [chosenUs, setChosenUs] = useState<number | null>(null);
  const labels = useLabels(askedOf(today)).data ?? NO_LABELS;
  // A bout is known by its beginning: its place changes while the day goes on.
  const chosen = bouts.findIndex(({ startUs }) => startUs === chosenUs);
  return (
    <ChartCard
      title={t('today.ribbon.heading')}
      testId="ribbon"
      className="ribbon-card"
      table={() => ({ caption: t('today.ribbon.table.caption'), ...boutTable(bouts, timeZone) })}
      csv={() => boutCsv(bouts, view)}
      fileName={`plumbline-${today.date}-bouts.csv`}
    >
      <p className="summary" data-testid="ribbon-summary">
        {daySummary(bouts, today.breaks.length, timeZone)}
      </p>
      <ViewTools view={view} whole={whole} onView={setView} />
      <Picture {...{ today, labels, view, chosen }} onView={setView} onChoose={setChosenUs} />
      <CorrectBout {...{ labels, timeZone }} bout={bouts[chosen] ?? null} onClose={() => setChosenUs(null)} />
    </ChartCard>
  );
}

interface PictureProps {
  readonly today: Today;
  readonly labels: readonly Label[];
  readonly view: Range;
  readonly onView: (view: Range) => void;
  readonly chosen: number;
  readonly onChoose: (startUs: number | null) => void;
}

function Picture({ today, labels, view, onView, chosen, onChoose }: PictureProps) {
  const { bouts, timeZone } = today;
  const { whole, day } = useMemo(() => todaySpan(today), [today]);
  const notes = useNotes(askedOf(today)).data ?? NO_NOTES;
  const marks = useMemo(() => marksOf(today, labels, notes), [today, labels, notes]);
  return (
    <>
      <DayRibbon
        {...{ day, whole, view, onView, marks, timeZone }}
        chosen={chosen < 0 ? null : chosen}
        onChoose={(index) => onChoose(index === null ? null : (bouts[index]?.startUs ?? null))}
        cursorLabel={t('today.ribbon.cursor')}
        describe={(each) => boutWords(each, timeZone)}
      />
      <Legend bouts={bouts} marks={marks} />
    </>
  );
}

const NO_LABELS: readonly Label[] = [];
const NO_NOTES: readonly Note[] = [];

/** What is seen of the day; the whole of it goes on growing while nobody looks closer. */
function useView(whole: Range): [Range, (view: Range) => void] {
  const [view, setView] = useState<Range | null>(null);
  const { startUs, endUs } = whole;
  useEffect(() => {
    setView((before) => (before && before.startUs >= startUs && before.endUs <= endUs ? before : null));
  }, [startUs, endUs]);
  const set = (next: Range) => setView(next.startUs === startUs && next.endUs === endUs ? null : next);
  return [view ?? whole, set];
}

function marksOf({ breaks }: Today, labels: readonly Label[], notes: readonly Note[]): RibbonMark[] {
  const middle = (from: number, to: number) => Math.round((from + to) / 2);
  return [
    ...breaks.map(({ startUs, endUs }) => ({ tUs: middle(startUs, endUs), kind: 'break' as const })),
    ...labels
      .filter(({ withdrawnUs }) => withdrawnUs === null)
      .map(({ fromUs, untilUs }) => ({ tUs: middle(fromUs, untilUs), kind: 'label' as const })),
    ...notes
      .filter(({ kind }) => kind !== 'response_24h')
      .map(({ atUs }) => ({ tUs: atUs, kind: 'note' as const })),
  ];
}

const MARK_WORDS = { break: 'breakMark', label: 'labelMark', note: 'noteMark' } as const;

function Legend({
  bouts,
  marks,
}: {
  readonly bouts: readonly Bout[];
  readonly marks: readonly RibbonMark[];
}) {
  const kinds = [...new Set(marks.map(({ kind }) => kind))];
  return (
    <>
      <TotalsLegend label={t('today.ribbon.legend')} bouts={bouts}>
        {kinds.map((kind) => (
          <li key={kind}>
            <MarkSwatch kind={kind} />
            <span>{t(`today.ribbon.${MARK_WORDS[kind]}`)}</span>
          </li>
        ))}
      </TotalsLegend>
      {hasUnknown(bouts) && <p className="caption">{t('today.ribbon.unknownNote')}</p>}
    </>
  );
}
