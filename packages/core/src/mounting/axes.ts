/** The nominal mounting of a sensor: where each of its axes points on the wearer. */

export const BODY_DIRECTIONS = ['up', 'down', 'left', 'right', 'forward', 'back'] as const;
export type BodyDirection = (typeof BODY_DIRECTIONS)[number];

/** Unit vectors in the sensor frame. Nominal: a clip sits 2 to 29 degrees off, so only a walking reference is up. */
export interface AxesMounting {
  readonly axes: readonly [BodyDirection, BodyDirection, BodyDirection];
  readonly up: readonly [number, number, number];
  readonly forward: readonly [number, number, number];
}

/** Body frame: x anterior, y left, z superior. */
const IN_BODY: Record<BodyDirection, readonly [number, number, number]> = {
  forward: [1, 0, 0],
  back: [-1, 0, 0],
  left: [0, 1, 0],
  right: [0, -1, 0],
  up: [0, 0, 1],
  down: [0, 0, -1],
};

const REMEDY = `state where the sensor's x, y and z point, e.g. 'up,right,forward'`;

/**
 * Reads `<x>,<y>,<z>`, each one of {@link BODY_DIRECTIONS}.
 * Throws a RangeError that names the value and the remedy when a word is unknown, an axis is used twice or the
 * three do not form a right-handed frame.
 */
export function parseAxes(text: string): AxesMounting {
  const words = text.split(',').map((word) => word.trim().toLowerCase());
  if (words.length !== 3)
    throw new RangeError(`axes '${text}' name ${words.length} directions, not 3: ${REMEDY}`);
  const wrong = words.find((word) => !isDirection(word));
  if (wrong !== undefined) {
    throw new RangeError(`axes '${text}': '${wrong}' is not one of ${BODY_DIRECTIONS.join(', ')}: ${REMEDY}`);
  }
  return mountingOf(words as [BodyDirection, BodyDirection, BodyDirection], text);
}

function isDirection(word: string): word is BodyDirection {
  return (BODY_DIRECTIONS as readonly string[]).includes(word);
}

function mountingOf(axes: [BodyDirection, BodyDirection, BodyDirection], text: string): AxesMounting {
  const [x, y, z] = axes.map((word) => IN_BODY[word]) as [Row, Row, Row];
  const handedness =
    x[0] * (y[1] * z[2] - y[2] * z[1]) +
    x[1] * (y[2] * z[0] - y[0] * z[2]) +
    x[2] * (y[0] * z[1] - y[1] * z[0]);
  if (handedness === 0) throw new RangeError(`axes '${text}' use one body axis twice: ${REMEDY}`);
  if (handedness < 0) {
    throw new RangeError(`axes '${text}' are left-handed; turn one direction around: ${REMEDY}`);
  }
  return { axes, up: [x[2], y[2], z[2]], forward: [x[0], y[0], z[0]] };
}

type Row = readonly [number, number, number];
