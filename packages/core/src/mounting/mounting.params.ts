/** Parameters of the running walking reference, as data. */
export interface ReferenceParams {
  /** Seconds of walking in the running reference (60 windows of 5 s). */
  readonly referenceWindowS: number;
  /** Seconds of walking before there is a reference. */
  readonly referenceMinS: number;
  /** Walking this far from the reference does not change it, degrees. */
  readonly referenceGateDeg: number;
}

/** A clip whose direction stays within so many degrees for so many seconds is not worn. */
export interface WearParams {
  readonly notWornDeg: number;
  readonly notWornS: number;
}

/** What mounting starts from; a posture's parameters may say otherwise. */
export const MOUNTING_PARAMS: ReferenceParams & WearParams = {
  referenceWindowS: 300,
  referenceMinS: 10,
  referenceGateDeg: 50,
  notWornDeg: 0.4,
  notWornS: 600,
};
