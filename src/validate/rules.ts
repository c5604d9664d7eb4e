import type { Rule } from './rule.ts';
import { allowWithoutClaim } from './rules/allow-without-claim.ts';
import { attributeBothWays } from './rules/attribute-both-ways.ts';
import { boundWithoutEffect } from './rules/bound-without-effect.ts';
import { childOutlastsParent } from './rules/child-outlasts-parent.ts';
import { conditionWithoutEffect } from './rules/condition-without-effect.ts';
import { containerPathTwice } from './rules/container-path-twice.ts';
import { countsExceedTotal } from './rules/counts-exceed-total.ts';
import { duplicateExpectation } from './rules/duplicate-expectation.ts';
import { edgeBothWays } from './rules/edge-both-ways.ts';
import { edgeCycle } from './rules/edge-cycle.ts';
import { emptyExpectation } from './rules/empty-expectation.ts';
import { errorsAgainstStatus } from './rules/errors-against-status.ts';
import { forbiddenAttribute } from './rules/forbidden-attribute.ts';
import { imageShape } from './rules/image-shape.ts';
import { impossibleBound } from './rules/impossible-bound.ts';
import { impossibleValue } from './rules/impossible-value.ts';
import { literalOutputDiffers } from './rules/literal-output-differs.ts';
import { literalSecret } from './rules/literal-secret.ts';
import { matchesEverything } from './rules/matches-everything.ts';
import { nearMissName } from './rules/near-miss-name.ts';
import { nothingExpected } from './rules/nothing-expected.ts';
import { orderCycle } from './rules/order-cycle.ts';
import { orderWithinAncestry } from './rules/order-within-ancestry.ts';
import { outputBothWays } from './rules/output-both-ways.ts';
import { portUsedTwice } from './rules/port-used-twice.ts';
import { privilegedPort } from './rules/privileged-port.ts';
import { relativeVolumePath } from './rules/relative-volume-path.ts';
import { requiredBeyondCount } from './rules/required-beyond-count.ts';
import { selfFulfillingEcho } from './rules/self-fulfilling-echo.ts';
import { statusConflict } from './rules/status-conflict.ts';
import { systemContainerPath } from './rules/system-container-path.ts';
import { telemetryOff } from './rules/telemetry-off.ts';
import { timeoutNeverReached } from './rules/timeout-never-reached.ts';
import { unusedCapture } from './rules/unused-capture.ts';
import { unusedService } from './rules/unused-service.ts';

/** Every rule, in the order of the codes. */
export const rules: readonly Rule[] = [
  impossibleBound,
  impossibleValue,
  countsExceedTotal,
  requiredBeyondCount,
  edgeBothWays,
  edgeCycle,
  orderWithinAncestry,
  orderCycle,
  statusConflict,
  errorsAgainstStatus,
  forbiddenAttribute,
  childOutlastsParent,
  attributeBothWays,
  outputBothWays,
  telemetryOff,
  literalOutputDiffers,
  matchesEverything,
  boundWithoutEffect,
  emptyExpectation,
  selfFulfillingEcho,
  nothingExpected,
  duplicateExpectation,
  allowWithoutClaim,
  conditionWithoutEffect,
  literalSecret,
  privilegedPort,
  nearMissName,
  unusedCapture,
  timeoutNeverReached,
  portUsedTwice,
  containerPathTwice,
  systemContainerPath,
  relativeVolumePath,
  imageShape,
  unusedService,
];
