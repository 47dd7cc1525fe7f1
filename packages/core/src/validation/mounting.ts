import type { AxesMounting } from '../mounting/axes.ts';
import { bodyFrame, dot } from '../mounting/body-frame.ts';
import type { MountingEvent, PipelineOutput } from '../pipeline/outputs.ts';
import { createPipeline } from '../pipeline/pipeline.ts';
import { POSTURE_PARAMS } from '../posture/posture.params.ts';
import { PostureStage } from '../posture/posture-stage.ts';
import { LABELLED_RATE_HZ, type LabelledPerson } from '../posture/validation/labelled-person.ts';
import { type KeptStill, keptStill } from './kept-still.ts';

/** What the product makes of a clip whose axes it has not been told. */
export interface MountingTrial {
  readonly id: string;
  /** Where the forward axis comes from at the end; null: it was never found. */
  readonly source: PipelineOutput['mounting']['forward'];
  /** Its heading against the stated forward axis, degrees, left positive; null: never found. */
  readonly headingDeg: number | null;
  readonly quality: number;
  /** What it said of the clip moving, in the last revision. */
  readonly events: readonly MountingEvent[];
  /** The same with the axes stated. */
  readonly statedEvents: readonly MountingEvent[];
  readonly still: readonly KeptStill[];
}

const RAD_TO_DEG = 180 / Math.PI;

/** `axes` are those that the recording is said to have: they are only compared with. */
export function judgeMounting(person: LabelledPerson, axes: AxesMounting): MountingTrial {
  const { id } = person;
  const stage = new PostureStage({
    rateHz: LABELLED_RATE_HZ,
    axes: null,
    seed: null,
    params: POSTURE_PARAMS,
  });
  const acc = new Float64Array(3);
  for (let i = 0; i < person.n; i++) {
    acc.set([person.x[i]!, person.y[i]!, person.z[i]!]);
    stage.push(person.tUs[i]!, acc, acc, Number.NaN);
  }
  const { mountingEvents } = stage.flush();
  const { forward, calibration } = stage.mounting;
  return {
    id,
    source: forward,
    headingDeg: headingDeg(stage, axes),
    quality: calibration?.quality ?? 0,
    events: latest(mountingEvents),
    statedEvents: latest(eventsWhenStated(person, axes)),
    still: keptStill(person),
  };
}

function headingDeg({ frame }: PostureStage, axes: AxesMounting): number | null {
  if (!frame?.forward) return null;
  const stated = bodyFrame(frame.up, axes.forward);
  const ahead = dot(stated.forward!, ...frame.forward);
  return Math.atan2(dot(stated.left!, ...frame.forward), ahead) * RAD_TO_DEG;
}

function eventsWhenStated(person: LabelledPerson, axes: AxesMounting): readonly MountingEvent[] {
  const pipeline = createPipeline({ rateHz: LABELLED_RATE_HZ, hasGyro: false, hasMag: false, axes });
  const { n, tUs, x, y, z } = person;
  const pushed = pipeline.push({ n, tUs, accMps2: { x, y, z }, gyrRadps: null, magUt: null });
  return [pushed, pipeline.flush()].flatMap(({ mountingEvents }) => mountingEvents ?? []);
}

/** The last revision of each suspicion. */
function latest(events: readonly MountingEvent[]): MountingEvent[] {
  return [...new Map(events.map((event) => [event.warnedAtUs, event])).values()];
}
