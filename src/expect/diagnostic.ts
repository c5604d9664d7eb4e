import { type Diagnostic, diagnostic, type Place } from '../diagnostic/index.ts';
import type { Finding } from './finding.ts';

/**
 * A finding as a diagnostic, for where only diagnostics are shown (annotations, SARIF, editors): SW8001 failed, SW8002
 * failed for want of any span, SW8003 undecided, SW8004 not applicable. Undefined for what passed.
 */
export function findingDiagnostic(finding: Finding, place: Place): Diagnostic | undefined {
  const code = codeOf(finding);
  if (code === undefined) return undefined;
  const { rule, message, expected } = finding;
  return diagnostic({ code, message: `${rule}: ${message}`, place, expected, hint: hintOf(finding) });
}

/** SW8005: the scenario at `place` came to its end without a single claim being judged. */
export function nothingJudged(place: Place): Diagnostic {
  const message = 'nothing was judged, so nothing is proved';
  return diagnostic({ code: 'SW8005', message, place, hint: 'write an expectation that can fail' });
}

function codeOf({ outcome, noSpans }: Finding): 'SW8001' | 'SW8002' | 'SW8003' | 'SW8004' | undefined {
  switch (outcome) {
    case 'passed':
      return undefined;
    case 'failed':
      return noSpans ? 'SW8002' : 'SW8001';
    case 'undecided':
      return 'SW8003';
    case 'notApplicable':
      return 'SW8004';
    default:
      return outcome satisfies never;
  }
}

function hintOf({ outcome, noSpans, edit, nearest }: Finding): string | undefined {
  if (outcome === 'failed' && noSpans)
    return 'see that the program is instrumented, and exports to OTEL_EXPORTER_OTLP_ENDPOINT before it ends';
  if (edit !== undefined) return `if the trace is right, write: ${edit.split('\n').join('; ')}`;
  return nearest && `nearest span: ${[nearest.span.name, ...nearest.differences].join('; ')}`;
}
