import { type PersonScore, type ScoredPerson, scorePosture } from '@plumbline/core/validation';
import { type Cell, fixed, percent, table } from './markdown.ts';
import { type JudgedPerson, sits, unseen } from './posture-groups.ts';

/** Below, or beyond so many minutes, a person is named as a failure. */
const LEAST_BALANCED = 0.9;
const MOST_ERROR_MIN = 2;
const S_PER_MIN = 60;

const scoreOf = (person: ScoredPerson): PersonScore => scorePosture([person]).people[0]!;

/** Each person by a model that was not trained on that person, then the shipped one, then failures by name. */
export function peopleTables(people: readonly JudgedPerson[]): string {
  const sitting = people.filter(({ shipped }) => sits(shipped.stated));
  const never = people.filter(({ shipped }) => !sits(shipped.stated));
  return [
    '## Each person by a model that never saw that person',
    people.length === 0 ? 'Nobody.' : personTable(sitting),
    '## Where it fails',
    failures(sitting),
    neverSitting(never),
  ].join('\n\n');
}

function personTable(people: readonly JudgedPerson[]): string {
  const head = [
    'person',
    'trained on',
    'sitting, min',
    'balanced accuracy',
    'share error',
    'error, min',
    'coverage %',
    'axes unknown: balanced accuracy',
    'error, min',
    'coverage %',
    'shipped model: balanced accuracy',
  ];
  const rows = people.map((person): Cell[] => {
    const { stated, unknown } = unseen(person);
    const known = scoreOf(stated);
    return [
      person.id,
      person.leftOut ? 'yes' : 'no',
      fixed(known.sittingMin, 1),
      fixed(known.balancedAccuracy, 3),
      fixed(known.shareError, 3),
      ...minutesAndCoverage(known),
      fixed(scoreOf(unknown).balancedAccuracy, 3),
      ...minutesAndCoverage(scoreOf(unknown)),
      fixed(scoreOf(person.shipped.stated).balancedAccuracy, 3),
    ];
  });
  return table(head, rows);
}

function minutesAndCoverage({ errorMin, coverage }: PersonScore): Cell[] {
  return [fixed(errorMin, 2), percent(coverage)];
}

function failures(people: readonly JudgedPerson[]): string {
  const lines = people.flatMap((person) => {
    const { stated, unknown } = unseen(person);
    return [...failure(stated, 'axes stated'), ...failure(unknown, 'axes unknown')];
  });
  return lines.length === 0
    ? `Nobody below ${LEAST_BALANCED} or off by more than ${MOST_ERROR_MIN} min.`
    : lines.join('\n');
}

function failure(person: ScoredPerson, how: string): string[] {
  const { balancedAccuracy, errorMin } = scoreOf(person);
  const fine = (balancedAccuracy ?? 1) >= LEAST_BALANCED && Math.abs(errorMin) <= MOST_ERROR_MIN;
  if (fine) return [];
  const confusions = confusionsOf(person).map(([what, seconds]) => `${what} ${minutes(seconds)}`);
  const head = `- **${person.id}**, ${how}: balanced accuracy ${fixed(balancedAccuracy, 3)}, sitting ${fixed(errorMin, 2)} min off`;
  return [`${head}; ${confusions.join(', ')}.`];
}

/** The three that cost most. */
function confusionsOf({ truth, said }: ScoredPerson): [string, number][] {
  const seconds = new Map<string, number>();
  truth.forEach((posture, i) => {
    if (posture === null || posture === said[i]) return;
    const what = `${posture} told as ${said[i]}`;
    seconds.set(what, (seconds.get(what) ?? 0) + 1);
  });
  return [...seconds].toSorted((a, b) => b[1] - a[1]).slice(0, 3);
}

function minutes(seconds: number): string {
  return `${fixed(seconds / S_PER_MIN, 1)} min`;
}

function neverSitting(people: readonly JudgedPerson[]): string {
  if (people.length === 0) return 'Everybody sits at some time.';
  const lines = people.map((person) => {
    const told = scoreOf(unseen(person).stated).errorMin;
    return `- **${person.id}** never sits and is not scored; told as sitting: ${fixed(told, 2)} min.`;
  });
  return lines.join('\n');
}
