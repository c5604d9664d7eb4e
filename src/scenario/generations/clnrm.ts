import type { CheckInput } from '../schema/check.ts';
import type { LocatedTable } from '../toml/index.ts';
import { normaliseExpectations } from './expectations.ts';
import { normaliseMetadata } from './metadata.ts';
import { normaliseOtelExpectations } from './otel-expectations.ts';
import { normaliseOtelValidation } from './otel-validation.ts';
import { normaliseServices } from './services.ts';
import { normaliseSteps } from './steps.ts';

/**
 * Turns every table that only clnrm has into the native one, before the check. Generations may mix in one file
 * (clnrm-format a.1), so each table is looked for on its own. Values move with their places, and are checked where
 * they arrive; what has no native counterpart is reported here.
 */
export function normaliseClnrm(root: LocatedTable, input: CheckInput): LocatedTable {
  const { root: titled, metadata } = normaliseMetadata(root, input);
  const served = normaliseServices(titled, input.report);
  const stepped = normaliseSteps(served, metadata);
  const validated = normaliseOtelValidation(stepped, input);
  return normaliseExpectations(normaliseOtelExpectations(validated, input.report), input.report);
}
