import { type Diagnostic, diagnostic, type Place } from '../diagnostic/index.ts';
import type { ScopeStats } from './contract.ts';
import type { SettleOutcome } from './settle.ts';

export interface TelemetryFacts {
  readonly stats: ScopeStats;
  /** Undefined when nothing was waited for. */
  readonly reason: SettleOutcome['reason'] | undefined;
  /** The scenario claims something about spans. */
  readonly expectsSpans: boolean;
  /** Where the scenario stands in its file. */
  readonly place: Place;
  /** Services that should have exported and did not, with their places. */
  readonly silent: readonly { readonly service: string; readonly place: Place }[];
}

/** What is to be said about a scenario's telemetry, whatever the verdict; empty when all was well. */
export function diagnoseTelemetry(facts: TelemetryFacts): Diagnostic[] {
  return [...silentServices(facts), ...missing(facts), ...refused(facts), ...incomplete(facts)];
}

function silentServices({ silent }: TelemetryFacts): Diagnostic[] {
  return silent.map(({ service, place }) =>
    diagnostic({
      code: 'SW7001',
      message: `service \`${service}\` never exported a span`,
      place,
      hint: 'set `telemetry = false` if it is not instrumented',
    }),
  );
}

function missing({ stats, expectsSpans, place }: TelemetryFacts): Diagnostic[] {
  if (!expectsSpans || stats.spans > 0) return [];
  const requests =
    stats.requests === 0 ? 'no export request was made' : `of ${count(stats.requests, 'export request')}`;
  return [
    diagnostic({
      code: 'SW7002',
      message: `not one span was received, though the scenario claims something about spans (${requests})`,
      place,
      hint: 'check that the SDK is started and reads OTEL_EXPORTER_OTLP_ENDPOINT',
    }),
  ];
}

function refused({ stats, place }: TelemetryFacts): Diagnostic[] {
  const [first] = stats.problems;
  const from = first?.sender === undefined ? '' : ` from \`${first.sender}\``;
  const reason = first === undefined ? '' : `; the first${from}: ${first.message}`;
  const found: Diagnostic[] = [];
  if (stats.malformed > 0) {
    const message = `${count(stats.malformed, 'export request')} could not be taken${reason}`;
    found.push(
      diagnostic({ code: 'SW7005', message, place, hint: 'the sender was told the reason in the response' }),
    );
  }
  if (stats.rejected > 0) {
    const message = `left out ${count(stats.rejected, 'span')} with an invalid trace id, span id or parent id`;
    found.push(diagnostic({ code: 'SW7006', message, place }));
  }
  if (stats.throttled > 0) {
    const message = `${count(stats.throttled, 'export request')} had to be put off: too many were open at once`;
    found.push(
      diagnostic({ code: 'SW7009', message, place, hint: 'run fewer scenarios at once, with --jobs' }),
    );
  }
  if (stats.late > 0) {
    const message = `${count(stats.late, 'span')} arrived after the scenario had been judged`;
    found.push(
      diagnostic({ code: 'SW7004', message, place, hint: 'let the service flush its spans on SIGTERM' }),
    );
  }
  return found;
}

function incomplete({ stats, reason, place }: TelemetryFacts): Diagnostic[] {
  const found: Diagnostic[] = [];
  if (stats.limit !== undefined) {
    const message = `${count(stats.dropped, 'span')} refused: no room for more than ${stats.limit}`;
    found.push(diagnostic({ code: 'SW7003', message, place, hint: 'sample, or split the scenario' }));
  }
  if (reason === 'deadline') {
    const what =
      stats.open > 0 ? `${count(stats.open, 'export request')} still being received` : 'spans still arriving';
    const message = `the time to wait for the trace ended with ${what}`;
    found.push(diagnostic({ code: 'SW7007', message, place }));
  }
  if (stats.missingParents > 0) {
    const message = `${count(stats.missingParents, 'span')} of ${stats.spans} name a parent that was not received`;
    found.push(diagnostic({ code: 'SW7008', message, place, hint: 'a span is exported only when it ends' }));
  }
  return found;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
