/** Parameters of the decoder of posture. Chances are per second. */
export interface DecoderParams {
  /** Seconds after a second that its decision waits for. */
  readonly lagS: number;
  /**
   * Weight of one second's evidence on sitting against standing, and how it fades while nothing moves. The
   * seconds of a bout are far from independent: a whole still bout says about as much as three observations.
   */
  readonly sittingWeight: number;
  readonly sittingTauS: number;
  /** Weight of the very first second, before which no door is known, and of one after a long silence. */
  readonly firstWeight: number;
  readonly silenceWeight: number;
  /**
   * Tilt at which lying and upright are equally likely, and the width of that border, degrees. A little more than the
   * published rule's: one of the labelled people sits leaning back by 66, and who lies is beyond 74.
   */
  readonly lyingDeg: number;
  readonly lyingWidthDeg: number;
  /** Sitting down or getting up without anything to be seen. */
  readonly doorless: number;
  /** Least chance of either over a silence of 5 s or more. */
  readonly longSilence: number;
  /** What the odds that the trees give for a door are multiplied with, by the kind of door. */
  readonly downOdds: Readonly<Record<'moment' | 'silence' | 'long_silence', number>>;
  readonly upOdds: Readonly<Record<'moment' | 'silence' | 'long_silence', number>>;
  /** How a link that often falls silent makes its silences say less about changes, see `silence-rate.ts`. */
  readonly silences: {
    /** Over so many seconds silences are remembered. */
    readonly memoryS: number;
    /** Before anything is known: as if so many of each length had come in so many seconds. */
    readonly priorSilences: number;
    readonly priorS: number;
    /** Silences of one length count in full while they are further apart, as in the recordings of the training. */
    readonly usualEveryS: number;
    /** What closer ones say falls with this power of how often they come. */
    readonly power: number;
  };
  /**
   * Log-odds that the velocity of a moment adds: none at `evenMps`. Sitting down and getting up reach 0.3 to
   * 0.5 m/s; in the public recordings 99 % of still sitting and standing stays below 0.1 m/s.
   */
  readonly momentVelocity: {
    readonly evenMps: number;
    readonly logOddsPerMps: number;
    readonly mostLogOdds: number;
  };
  /**
   * Log-odds that the lean of a moment adds where a gyroscope shows it: none at `evenDeg` or outside of `durationS`.
   * Pelvis tilts of sitting down and getting up are 8 to 26 degrees within 2 to 3 s; chosen on simulated workdays,
   * as the recordings have no gyroscope.
   */
  readonly lean: {
    readonly evenDeg: number;
    readonly logOddsPerDeg: number;
    readonly mostLogOdds: number;
    readonly durationS: readonly [number, number];
    /** What the chance of an unseen change is multiplied with while the trunk stays within `evenDeg`. */
    readonly stillDoorless: number;
    /** And the chance to move again of somebody who stands still and is seen to: less often than where nobody looks. */
    readonly stillMoveAgain: number;
  };
  /** Between standing and walking, for what it says about sitting; at a door as much as the door says. */
  readonly startWalking: number;
  /** From standing to standing still, and back. */
  readonly standStill: number;
  readonly moveAgain: number;
  /** Whoever stands still starts to walk so much more rarely. */
  readonly stillWalks: number;
  /** To lying and from it. */
  readonly lieDown: number;
  /** On the feet: between standing and walking from one second to the next, where only this is asked. */
  readonly switchGait: number;
  /** Few steps are no walking, but whoever takes them is on the feet: log-odds added to those of walking. */
  readonly shuffleLogOdds: number;
  /**
   * Stated log-odds as a share of the decoder's own (temperature scaling, Guo et al. 2017): it takes neighbouring seconds
   * for more independent than they are. Chosen where stated probability and share of right seconds lie closest.
   */
  readonly certainty: number;
}

export const DECODER_PARAMS: DecoderParams = {
  lagS: 5,
  sittingWeight: 0.01,
  sittingTauS: 160,
  firstWeight: 0.3,
  silenceWeight: 0.3,
  lyingDeg: 70,
  lyingWidthDeg: 3,
  doorless: 3e-6,
  longSilence: 0.1,
  downOdds: { moment: 1, silence: 5, long_silence: 1 },
  upOdds: { moment: 1, silence: 4, long_silence: 1 },
  silences: { memoryS: 1800, priorSilences: 3, priorS: 600, usualEveryS: 120, power: 3 },
  momentVelocity: { evenMps: 0.2, logOddsPerMps: 30, mostLogOdds: 4 },
  lean: {
    evenDeg: 5,
    logOddsPerDeg: 0.3,
    mostLogOdds: 1.5,
    durationS: [0.4, 2.6],
    stillDoorless: 0.03,
    stillMoveAgain: 0.002,
  },
  startWalking: 0.06,
  standStill: 0.02,
  moveAgain: 0.005,
  stillWalks: 0.05,
  lieDown: 0.002,
  switchGait: 0.3,
  shuffleLogOdds: 0.9,
  certainty: 0.8,
};
