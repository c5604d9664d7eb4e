import { isAtLeast, type ProcessBackend, type Tier } from '../../backend/index.ts';
import { type Diagnostic, diagnostic, type Place } from '../../diagnostic/index.ts';
import type { Settings } from '../config/settings.ts';
import type { isolation } from '../options/isolation.ts';

export interface WantedIsolation {
  /** The strongest tier that is tried. */
  readonly best: Tier;
  /** The weakest that will do, and where that is said; undefined if any will. */
  readonly required?: Tier | undefined;
  readonly place?: Place | undefined;
  /** Every scenario has a network of its own. */
  readonly network: boolean;
}

export function wantedIsolation(settings: Settings<typeof isolation>): WantedIsolation {
  const { isolation: best, 'require-tier': required } = settings;
  return {
    best: best.value === 'auto' ? 'namespaces' : best.value,
    required: required.value,
    place: required.origin.places[0],
    network: settings.isolate.value === 'network',
  };
}

/** Why nothing can be run the way it is asked for; undefined when it can. */
export function unmetTier(
  { tier, reason, isolation }: Pick<ProcessBackend, 'tier' | 'reason' | 'isolation'>,
  { best, required, place }: WantedIsolation,
): Diagnostic | undefined {
  if (required === undefined || isAtLeast(tier, required)) return undefined;
  const why = isAtLeast(best, required)
    ? reason || 'nothing is known of the cause'
    : `isolation = "${best}" rules it out`;
  return diagnostic({
    code: 'SW6010',
    message: `the isolation that is required, ${required}, is not to be had: ${why}`,
    place,
    hint: `there is ${tier} (${isolation}); docs/isolation.md says what each tier needs`,
  });
}
