import type { Expectations, KeyPath } from '../scenario/index.ts';
import type { Trace } from '../trace/index.ts';
import { type Claim, type Completeness, judgeClaim } from './claim.ts';
import { countsClaims } from './counts.ts';
import type { Finding } from './finding.ts';
import { graphClaims } from './graph/claims.ts';
import { hermeticityClaims } from './hermeticity/claims.ts';
import { orderClaims } from './order/claims.ts';
import { createShared, type Shared } from './shared.ts';
import { spanClaims } from './span/claims.ts';
import { statusClaims } from './status.ts';
import { createSubject } from './subject.ts';
import { traceClaims } from './trace.ts';
import { unjudgedClaims } from './unjudged.ts';
import { windowClaims } from './window.ts';

export interface EvaluateInput {
  readonly expectations: Expectations;
  /** Where the expectations stand in the file: `['expect']` or `['scenario', 0, 'expect']`. */
  readonly base: KeyPath;
  readonly trace: Trace;
  readonly completeness: Completeness;
}

/**
 * Judges every expectation against a trace: at least one finding for each key that is present, in the order span,
 * graph, counts, window, order, status, hermeticity, trace, unjudged, and as in the file within each. On an empty trace whatever
 * is claimed of the tested system fails (clnrm-format section f), so the first finding on it says "0 spans collected". On an
 * incomplete trace only what more spans could not overturn is passed or failed; the rest is undecided.
 * The findings do not depend on the order in which spans came in.
 */
export function evaluate({ expectations, base, trace, completeness }: EvaluateInput): Finding[] {
  const subject = createSubject(trace);
  const claims = claimsOf(expectations, base);
  const shared = createShared(
    claims.flatMap(({ together }) => together?.sought ?? []),
    subject,
  );
  return claims.map((claim) => judgeClaim(sharing(claim, shared), subject, completeness));
}

function sharing(claim: Claim, shared: Shared): Claim {
  const { together } = claim;
  return together ? { ...claim, judge: (subject) => together.judge(subject, shared) } : claim;
}

/**
 * Rules that do not hold yet but may when more spans come in, for deciding how long to wait: empty once waiting can
 * only make things worse.
 */
export function awaitedRules(expectations: Expectations, trace: Trace): string[] {
  const subject = createSubject(trace);
  return claimsOf(expectations, [])
    .filter((claim) => mayYetHold(claim, subject))
    .map((claim) => claim.rule);
}

function mayYetHold(claim: Claim, subject: ReturnType<typeof createSubject>): boolean {
  if (claim.needsSpans && subject.empty) return true;
  const { outcome, final } = claim.judge(subject);
  return outcome === 'failed' && !final;
}

/** The claims that {@link evaluate} judges, for judging the same ones of many traces. */
export function claimsOf(expectations: Expectations, base: KeyPath): Claim[] {
  const { span, graph, counts, window, order, status, hermeticity, trace, unjudged } = expectations;
  return [
    ...(span ? spanClaims(span, [...base, 'span']) : []),
    ...(graph ? graphClaims(graph, [...base, 'graph']) : []),
    ...(counts ? countsClaims(counts, [...base, 'counts']) : []),
    ...(window ? windowClaims(window, [...base, 'window']) : []),
    ...(order ? orderClaims(order, [...base, 'order']) : []),
    ...(status ? statusClaims(status, [...base, 'status']) : []),
    ...(hermeticity ? hermeticityClaims(hermeticity, [...base, 'hermeticity']) : []),
    ...(trace ? traceClaims(trace, [...base, 'trace']) : []),
    ...(unjudged ? unjudgedClaims(unjudged, [...base, 'unjudged']) : []),
  ];
}
