import { MOUNTING_PARAMS } from '../mounting/mounting.params.ts';
import { StillStretch } from '../mounting/still-stretch.ts';
import { EvidenceBuilder } from '../posture/evidence.ts';
import { LABELLED_RATE_HZ, type LabelledPerson } from '../posture/validation/labelled-person.ts';

/** How long somebody who wears the clip keeps as still as one that is not worn. */
export interface KeptStill {
  readonly withinDeg: number;
  readonly longestS: number;
  /** After so long it would be told as not worn, s. */
  readonly limitS: number;
}

const { notWornDeg, notWornS, tableDeg, tableS } = MOUNTING_PARAMS;

/** By each of the two rules. */
export function keptStill(person: LabelledPerson): KeptStill[] {
  return [
    { withinDeg: notWornDeg, longestS: longestS(person, notWornDeg), limitS: notWornS },
    { withinDeg: tableDeg, longestS: longestS(person, tableDeg), limitS: tableS },
  ];
}

function longestS(person: LabelledPerson, withinDeg: number): number {
  const stretch = new StillStretch(withinDeg);
  let longest = 0;
  const builder = new EvidenceBuilder(LABELLED_RATE_HZ, {
    news: () => {},
    row: ({ tUs, acc }) => {
      if (acc) stretch.push(tUs, acc);
      longest = Math.max(longest, stretch.lengthS);
    },
  });
  const acc = new Float64Array(3);
  for (let i = 0; i < person.n; i++) {
    acc.set([person.x[i]!, person.y[i]!, person.z[i]!]);
    builder.push(person.tUs[i]!, acc, acc, Number.NaN);
  }
  builder.flush();
  return longest;
}
