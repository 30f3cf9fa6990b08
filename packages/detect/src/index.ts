export {
  type Detector,
  DetectorType,
  type Evidence,
  type Exchange,
  type Family,
} from "./define.ts";
export { availableDetectors, findDetector, UnknownDetectorError } from "./catalog.ts";
export {
  createDetector,
  type DetectorOptions,
  type NotChecked,
  type TextDetector,
  type Verdict,
} from "./run.ts";
export { mask } from "./mask.ts";
export { Reading } from "./text/reading.ts";
export { TEXT_ROLES, type TextRole } from "./text/role.ts";
