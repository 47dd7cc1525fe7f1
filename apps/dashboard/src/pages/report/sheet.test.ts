import { planSettingsSchema } from '@plumbline/contract';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createElement, Fragment, type ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { FactList } from '../person/fact-list.tsx';
import { figureOf, TIME_MEASURES } from '../person/figures.ts';
import { trendsFixture } from '../person/fixtures/trends.ts';
import { LoadCard } from '../person/load-card.tsx';
import { planDone } from '../person/plan-done.ts';
import { SittingCard } from '../person/sitting-card.tsx';
import { TurningCard } from '../person/turning-card.tsx';
import type { VisitData } from '../person/use-visit.ts';
import { ValidityCard } from '../person/validity-card.tsx';
import { planFacts } from '../person/visit-facts.ts';
import { Sheet } from './sheet.tsx';

const SUBJECT = 'P-1A2B3C';
const trends = trendsFixture(28, {
  ...Object.fromEntries(TIME_MEASURES.map((id) => [id, (i: number) => 100 + i])),
  sitting_share: (i) => 0.6 + 0.01 * (i % 3),
  breaks_per_sitting_hour: (i) => 2 + (i % 2),
  rotation_asymmetry_all: (i) => 0.05 * (i % 4) - 0.02,
  load_creep_peak: (i) => 0.5 + 0.02 * (i % 5),
});
const plan: VisitData['plan'] = {
  settings: planSettingsSchema.parse({}),
  ...{ changedUs: null, own: false, fromDate: trends.fromDate, toDate: trends.toDate, reason: null },
  days: trends.dates.map((date, i) => ({ date, valid: true, breaks: i % 5, breakMin: 3, movingMin: 20 + i })),
};
const visit: VisitData = { trends, plan, notes: [] };

function markup(element: ReactElement): string {
  return renderToStaticMarkup(createElement(QueryClientProvider, { client: new QueryClient() }, element));
}

/** What is said of each measure, without the tags. */
function figuresIn(html: string): Map<string, string> {
  const found = html.matchAll(/<div data-figure="([\w-]+)">(.*?)<\/div>/g);
  return new Map([...found].map(([, id, inner]) => [id!, inner!.replaceAll(/<[^>]+>/g, '|')]));
}

const sheet = markup(
  createElement(Sheet, { subject: SUBJECT, wearer: 'w', visit, choices: { named: false, entries: false } }),
);
const page = markup(
  createElement(
    Fragment,
    null,
    createElement(ValidityCard, { trends }),
    createElement(SittingCard, { trends }),
    createElement(TurningCard, { trends, planned: null }),
    createElement(LoadCard, { trends }),
    createElement(FactList, { facts: planFacts(planDone(plan, figureOf(trends, 'rotation_asymmetry_all'))) }),
  ),
);

describe('the report', () => {
  test('says the same numbers as the page, word for word', () => {
    const [printed, shown] = [figuresIn(sheet), figuresIn(page)];
    const onBoth = [...shown.keys()];
    expect(onBoth.length).toBeGreaterThan(15);
    for (const id of onBoth) expect([id, printed.get(id)]).toEqual([id, shown.get(id)]);
  });

  test('begins with how much it rests on, and goes by the pseudonym', () => {
    expect(sheet).toContain(SUBJECT);
    expect(sheet.indexOf('data-figure="valid-days"')).toBeLessThan(
      sheet.indexOf('data-figure="sitting_time"'),
    );
  });

  test('says each drawing in a sentence for whoever cannot see it', () => {
    const drawings = [...sheet.matchAll(/role="img" aria-label="([^"]+)"/g)].map(([, words]) => words);
    expect(drawings).toHaveLength(3);
    for (const words of drawings) expect(words).toMatch(/\.$/);
  });
});
