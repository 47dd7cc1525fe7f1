import { GRID_HZ } from './uniform-grid.ts';

/**
 * Vertical velocity as one convolution: the zero-phase response of "band-pass, integrate, high-pass" is sampled
 * from its analytic magnitude, so there is neither filter state nor lag, only a reach to either side.
 */
export interface VelocityKernelParams {
  /** Lower and upper edge of the band-pass (each second-order Butterworth forward and back), Hz. */
  readonly bandLowHz: number;
  readonly bandHighHz: number;
  /** Corner of the first-order high-pass after the integration, Hz. */
  readonly highPassHz: number;
}

/** A sit-down or a rise takes one to three seconds; slower changes are errors of gain and tilt. */
export const VELOCITY_KERNEL: VelocityKernelParams = { bandLowHz: 0.12, bandHighHz: 1.2, highPassHz: 0.1 };

const STEP_HZ = 0.02;
/** Taper of the ends: the last fifth of the reach falls to zero. */
const TAPER_SHARE = 0.2;

/** Weights k for tau = -reach..reach cells: v(t) = sum k(tau) a(t + tau), m/s per m/s^2. Odd. */
export function velocityKernel(reachCells: number, params: VelocityKernelParams): Float64Array {
  return Float64Array.from({ length: 2 * reachCells + 1 }, (_, i) => {
    const cells = i - reachCells;
    return weight(cells / GRID_HZ, params) * taper(Math.abs(cells) / reachCells);
  });
}

function weight(tauS: number, params: VelocityKernelParams): number {
  let sum = 0;
  for (let hz = STEP_HZ / 2; hz < GRID_HZ / 2; hz += STEP_HZ) {
    const omega = 2 * Math.PI * hz;
    sum -= (magnitude(hz, params) * Math.sin(omega * tauS)) / omega;
  }
  return (2 * sum * STEP_HZ) / GRID_HZ;
}

function magnitude(hz: number, { bandLowHz, bandHighHz, highPassHz }: VelocityKernelParams): number {
  const band = (1 + (bandLowHz / hz) ** 4) * (1 + (hz / bandHighHz) ** 4);
  return 1 / band / (1 + (highPassHz / hz) ** 2);
}

function taper(share: number): number {
  const inEnd = (share - (1 - TAPER_SHARE)) / TAPER_SHARE;
  return inEnd <= 0 ? 1 : 0.5 * (1 + Math.cos(Math.PI * inEnd));
}
