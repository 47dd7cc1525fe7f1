/** An arc scale in degrees: 0 is up, positive is clockwise on the screen. */
export interface Dial {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly fromDeg: number;
  readonly toDeg: number;
}

const RAD = Math.PI / 180;
const TICK_EVERY_DEG = 10;
const TICK = { minor: 4, major: 8 };
const MARKER = { height: 9, halfWidth: 5 };

function at({ x, y }: Dial, radius: number, deg: number): string {
  return `${(x + radius * Math.sin(deg * RAD)).toFixed(1)} ${(y - radius * Math.cos(deg * RAD)).toFixed(1)}`;
}

/** Where on the scale an angle is drawn: beyond the ends it stays at the end. */
export function clampToDial(dial: Dial, deg: number): number {
  return Math.min(dial.toDeg, Math.max(dial.fromDeg, deg));
}

export function dialArc(dial: Dial, fromDeg: number, toDeg: number): string {
  const { radius } = dial;
  const large = Math.abs(toDeg - fromDeg) > 180 ? 1 : 0;
  const sweep = toDeg >= fromDeg ? 1 : 0;
  return `M${at(dial, radius, fromDeg)}A${radius} ${radius} 0 ${large} ${sweep} ${at(dial, radius, toDeg)}`;
}

/** A line every ten degrees, longer at 0. */
export function dialTicks(dial: Dial): string {
  let path = '';
  for (let deg = dial.fromDeg; deg <= dial.toDeg; deg += TICK_EVERY_DEG) {
    const length = deg === 0 ? TICK.major : TICK.minor;
    path += `M${at(dial, dial.radius, deg)}L${at(dial, dial.radius + length, deg)}`;
  }
  return path;
}

const NUMBER_EVERY_DEG = 30;
const NUMBER_OUT = 15;

export interface DialNumber {
  readonly deg: number;
  readonly x: number;
  readonly y: number;
}

/** Where the numbers of the scale stand; 0 needs none. */
export function dialNumbers({ x, y, radius, fromDeg, toDeg }: Dial): DialNumber[] {
  const numbers: DialNumber[] = [];
  const first = Math.ceil(fromDeg / NUMBER_EVERY_DEG) * NUMBER_EVERY_DEG;
  for (let deg = first; deg <= toDeg; deg += NUMBER_EVERY_DEG) {
    const out = radius + NUMBER_OUT;
    if (deg !== 0) numbers.push({ deg, x: x + out * Math.sin(deg * RAD), y: y - out * Math.cos(deg * RAD) });
  }
  return numbers;
}

/** A small triangle outside the arc that points at the angle. */
export function dialMarker(dial: Dial, deg: number): string {
  const outer = dial.radius + MARKER.height;
  const half = MARKER.halfWidth / outer / RAD;
  return `M${at(dial, dial.radius + 1, deg)}L${at(dial, outer, deg - half)}L${at(dial, outer, deg + half)}Z`;
}

/** A cone of one angle to both sides: the size of a tilt whose direction is not known. */
export function dialCone(dial: Dial, halfDeg: number): string {
  const { x, y, radius } = dial;
  const from = at(dial, radius, -halfDeg);
  const to = at(dial, radius, halfDeg);
  return `M${x} ${y}L${from}A${radius} ${radius} 0 0 1 ${to}Z`;
}

/** The axis of what is measured, from a radius out to the scale; an angle beyond the scale has one too. */
export function dialAxis(dial: Dial, deg: number, fromRadius: number): string {
  return `M${at(dial, fromRadius, deg)}L${at(dial, dial.radius, deg)}`;
}

/** The plumb line, from the pivot straight up to the scale. */
export function dialPlumb({ x, y, radius }: Dial): string {
  return `M${x} ${y}V${y - radius}`;
}
