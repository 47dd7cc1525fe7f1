export { creditShare } from './break-credit.ts';
export { Creep, flexionShare } from './creep.ts';
export type { ComparedRow, LoadBefore, LoadPart, PartCorrelation, RatedLoad } from './discomfort.ts';
export {
  compareDiscomfort,
  LEAST_RATED_DAYS,
  LEAST_RATINGS,
  LOAD_BEFORE_S,
  LOAD_PARTS,
  loadBefore,
  NO_CORRELATION,
} from './discomfort.ts';
export type { Exposure } from './exposure.ts';
export {
  addExposures,
  apdf,
  EVA_ANGLE_DEG,
  EVA_DURATION_S,
  ExposureCollector,
  evaSeconds,
} from './exposure.ts';
export type { LoadBand } from './holding.ts';
export { bandOf, holdingBudgetS, LOAD_BANDS } from './holding.ts';
export { enduranceS, leaningLoad } from './leaning.ts';
export type { LoadParams } from './load.params.ts';
export { LOAD_ALGORITHM, LOAD_PARAMS } from './load.params.ts';
export type { LoadDetail, LoadOutput, LoadSecond, LoadTotals, LoadWearer } from './load-stage.ts';
export { createLoadStage, LoadStage } from './load-stage.ts';
export type { OwnUsual } from './own-usual.ts';
export { againstUsual, LEAST_USUAL_DAYS } from './own-usual.ts';
