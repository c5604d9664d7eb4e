import { visible } from '../diagnostic/index.ts';
import { digestOf } from '../digest/index.ts';
import type { RunRecord } from '../event/index.ts';
import { count, seconds } from './amount.ts';
import { looks, type Outcome, outcomeOf, outcomes } from './outcome.ts';
import { painter } from './paint.ts';

/** A run in figures. */
export interface RunSummary {
  readonly counts: Readonly<Record<Outcome, number>>;
  /** Of those that passed. */
  readonly flaky: number;
  readonly total: number;
  /** Received from the tested systems. */
  readonly spans: number;
  /**
   * Equal for runs with equal traces: of one scenario its own trace digest, of several a digest over theirs by id.
   * Undefined when no spans arrived.
   */
  readonly digest: string | undefined;
}

export function summaryOf(record: RunRecord): RunSummary {
  const counts = { failed: 0, error: 0, undecided: 0, passed: 0, skipped: 0 };
  for (const scenario of record.scenarios) counts[outcomeOf(scenario)]++;
  return {
    counts,
    flaky: record.scenarios.filter(({ flaky }) => flaky).length,
    total: record.scenarios.length,
    spans: record.scenarios.reduce((sum, { telemetry }) => sum + (telemetry?.spans ?? 0), 0),
    digest: runDigest(record),
  };
}

function runDigest({ scenarios }: RunRecord): string | undefined {
  const [only] = scenarios;
  if (scenarios.length === 1) return only?.traceDigest;
  const digests = scenarios.flatMap(({ id, traceDigest }) =>
    traceDigest ? [[id, traceDigest] as const] : [],
  );
  return digests.length === 0 ? undefined : digestOf(new Map<string, string>(digests));
}

/** One line: `1 failed, 2 passed (3 scenarios) in 0.84s, spans=6, digest=ab12cd34…`; the digest whole when verbose. */
export function printRunSummary(
  record: RunRecord,
  { color, verbose }: { readonly color: boolean; readonly verbose: boolean },
): string {
  const paint = painter(color);
  const { counts, flaky, total, spans, digest } = summaryOf(record);
  const interruption = record.interrupted ? paint('yellow', `interrupted by ${record.interrupted}: `) : '';
  if (total === 0) return `${interruption}${paint('yellow', 'nothing was selected')}\n`;
  const parts = outcomes
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => paint(looks[outcome].style, `${counts[outcome]} ${outcome}`));
  if (flaky > 0) parts.push(paint('yellow', `${flaky} flaky`));
  const shown = digest && visible(verbose ? digest : `${digest.slice(0, 8)}…`);
  const facts = [
    `in ${seconds(record.durationMs)}`,
    `spans=${spans}`,
    ...(shown ? [`digest=${shown}`] : []),
    ...certificateFacts(record, verbose),
  ];
  return `${interruption}${parts.join(', ')} (${count(total, 'scenario')}) ${facts.join(', ')}\n`;
}

function certificateFacts({ certificate }: RunRecord, verbose: boolean): string[] {
  if (!certificate) return [];
  const { sha256, holds } = certificate;
  return [`certificate=${verbose ? sha256 : `${sha256.slice(0, 8)}…`}${holds ? '' : ' (does not hold)'}`];
}
