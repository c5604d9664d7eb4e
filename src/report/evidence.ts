import { visible } from '../diagnostic/index.ts';
import type { ScenarioRecord, SettleRecord, TelemetryRecord } from '../event/index.ts';
import { count, seconds } from './amount.ts';
import { painter } from './paint.ts';
import type { ReporterOptions } from './reporter.ts';

/**
 * Where the telemetry of a scenario stands: silent services by name, spans that were lost on the way, and why the trace
 * counted as complete. What is in order is left out unless `verbose` asks for it.
 */
export function evidenceLines(scenario: ScenarioRecord, options: ReporterOptions): string[] {
  const { telemetry, settle } = scenario;
  return [
    ...(telemetry ? silence(scenario, telemetry, options) : []),
    ...(telemetry ? losses(telemetry, options) : []),
    ...(settle ? settling(settle, options) : []),
  ];
}

function silence(
  { services }: ScenarioRecord,
  { silent }: TelemetryRecord,
  { color }: ReporterOptions,
): string[] {
  if (silent.length === 0) return [];
  const paint = painter(color);
  const names = silent.map((id) => `\`${visible(id)}\``).join(', ');
  const others = services
    .filter(({ id }) => !silent.includes(id))
    .map(({ id, spans }) => `\`${visible(id)}\` sent ${count(spans, 'span')}`);
  const compared = others.length === 0 ? '' : ` (${others.join(', ')})`;
  return [`${paint('bold', 'silent')}: ${names} never exported a span${compared}`];
}

function losses(telemetry: TelemetryRecord, { color, verbose }: ReporterOptions): string[] {
  const { spans, duplicates, rejected, dropped, late, malformed, limit } = telemetry;
  const amounts: readonly (readonly [number, string])[] = [
    [dropped, `dropped${limit === undefined ? '' : ` (${visible(limit)})`}`],
    [rejected, 'rejected as invalid'],
    [late, 'too late'],
    [duplicates, 'received twice'],
  ];
  const irregular = amounts.filter(([amount]) => amount > 0).map(([amount, what]) => `${amount} ${what}`);
  if (malformed > 0) irregular.push(`${count(malformed, 'malformed export request')}`);
  if (irregular.length === 0 && !verbose) return [];
  return [`${painter(color)('bold', 'telemetry')}: ${[count(spans, 'span'), ...irregular].join(', ')}`];
}

const reasons: Record<SettleRecord['reason'], string> = {
  evidence: 'complete by evidence',
  quiet: 'taken for complete after a quiet period',
  deadline: 'still incomplete at the deadline',
  limit: 'cut by a limit',
  cancelled: 'given up when the scenario was stopped',
  notNeeded: 'not waited for',
};

function settling(
  { reason, waitedMs, evidence }: SettleRecord,
  { color, verbose }: ReporterOptions,
): string[] {
  const orderly = reason === 'evidence' || reason === 'quiet' || reason === 'notNeeded';
  if (orderly && !verbose) return [];
  const head = `${painter(color)('bold', 'trace')}: ${reasons[reason]}, ${seconds(waitedMs)} after the last step`;
  return [head, ...evidence.map((fact) => `  ${visible(fact)}`)];
}
