import { parseAxes } from '@plumbline/core';
import { judgePosture, LABELLED_AXES, type LabelledPerson } from '@plumbline/core/validation';
import { type OnFault, readLabelledPeople } from '@plumbline/formats';
import type { Figure, Section } from './figure.ts';
import { withIntervals } from './interval.ts';
import { type LeftOutModels, readLeftOutModels } from './left-out-models.ts';
import { certaintyTables } from './posture-certainty.ts';
import { figuresOfGroup, GROUPS, type GroupName, type JudgedPerson } from './posture-groups.ts';
import { peopleTables } from './posture-tables.ts';
import type { Step } from './step.ts';

const HOW = `Posture of every labelled second once it is decided (by what is known 15 s later, or when the first walking reference
arrives; of somebody who keeps as still as a table it is told when they move), acceleration alone at 50 Hz. A second
without a stated posture counts as wrong in F1 and balanced accuracy; coverage is the share of seconds with one, and
accuracy when told is of those alone; "at once" is what a live display shows of a second as it ends. Balanced accuracy,
share and minutes are of sitting against standing, the walking share is of walking against standing; stairs count as
walking, shuffling as standing, running and cycling are not scored. F1, probabilities and what is told at once are over
all people's seconds, the rest person by person. People who never sit are listed and not scored.`;

const AXES = parseAxes(LABELLED_AXES);

export async function postureSection(folder: string, step: Step, onFault: OnFault): Promise<Section> {
  const models = await readLeftOutModels();
  const people: JudgedPerson[] = [];
  for await (const person of readLabelledPeople(folder, onFault)) {
    await step(`posture: person ${people.length + 1}, ${person.id}`);
    people.push(judge(person, models));
  }
  return {
    name: 'posture',
    title: 'Posture per second against labels',
    recordings: people.map(({ id }) => id),
    figures: withIntervals(people, figuresOf),
    body: [HOW, fitted(people, models), peopleTables(people), certaintyTables(people)].join('\n\n'),
  };
}

/** The shipped model for everybody; for whom it was trained on, also the one trained without. */
function judge(person: LabelledPerson, models: LeftOutModels | null): JudgedPerson {
  const model = models?.[person.id];
  const both = (leftOut: boolean): JudgedPerson['shipped'] => ({
    stated: judgePosture(person, { axes: AXES, model: leftOut ? model : undefined }),
    unknown: judgePosture(person, { axes: null, model: leftOut ? model : undefined }),
  });
  return { id: person.id, shipped: both(false), leftOut: model ? both(true) : null };
}

function figuresOf(people: readonly JudgedPerson[]): Figure[] {
  return (Object.keys(GROUPS) as GroupName[]).flatMap((group) => figuresOfGroup(group, people));
}

function fitted(people: readonly JudgedPerson[], models: LeftOutModels | null): string {
  if (!models) {
    return 'The list of people that the model was trained on is not at hand: nobody can be called in-sample here.';
  }
  const known = people.filter(({ leftOut }) => leftOut !== null).length;
  return `The shipped trees were trained on ${Object.keys(models).length} people. Here are ${known} of them, and others: ${people.length - known}.
For people it was trained on, "shipped" is in-sample, and "left out" is the same pipeline with trees that were trained without
the person it judges; the choice of features and the decoder's thirty-one parameters were made on these people all the same.
For the others, never seen in training, "shipped" is the honest figure.`;
}
