import { type Diagnostic, visible } from '../diagnostic/index.ts';
import type { RunRecord, ScenarioRecord } from '../event/index.ts';
import { diagnosticLine } from './detail.ts';
import { focusOf } from './focus.ts';
import { isRed } from './outcome.ts';
import type { Reporter } from './reporter.ts';
import { type YamlValue, yamlLines } from './yaml.ts';

/**
 * TAP version 14 (testanything.org): a test point for each scenario, YAML for what is not green. Undecided and error are
 * `not ok`, with `verdict` in the YAML to tell them apart: TAP's own directives would make them harmless. An interrupted
 * run ends in a bail out.
 */
export function createTap(): Reporter {
  return { finish: (record) => `${tapLines(record).join('\n')}\n` };
}

function tapLines({ scenarios, interrupted }: RunRecord): string[] {
  return [
    'TAP version 14',
    scenarios.length === 0 ? '1..0 # nothing was selected' : `1..${scenarios.length}`,
    ...scenarios.flatMap(testPoint),
    ...(interrupted ? [`Bail out! interrupted by ${interrupted}`] : []),
  ];
}

function testPoint(scenario: ScenarioRecord, index: number): string[] {
  const point = `${isRed(scenario) ? 'not ok' : 'ok'} ${index + 1} - ${escaped(scenario.id)}`;
  if (scenario.skipped !== undefined) return [`${point} # SKIP ${escaped(scenario.skipped)}`.trimEnd()];
  const yaml = { ...facts(scenario), ...(isRed(scenario) ? problem(scenario) : notes(scenario.diagnostics)) };
  return [point, '  ---', ...yamlLines(yaml).map((line) => `  ${line}`), '  ...'];
}

/** `#` would begin a directive. Descriptions are one line. */
function escaped(text: string): string {
  return visible(text).replace(/[\\#]/g, '\\$&');
}

function facts(scenario: ScenarioRecord): Record<string, YamlValue> {
  return {
    verdict: scenario.verdict,
    duration_ms: Math.round(scenario.durationMs),
    attempts: scenario.attempts,
    flaky: scenario.flaky ? true : undefined,
    spans: scenario.telemetry?.spans,
    trace_digest: scenario.traceDigest,
    silent: some(scenario.telemetry?.silent ?? []),
  };
}

function problem(scenario: ScenarioRecord): Record<string, YamlValue> {
  const { finding, diagnostics, message, others, notes: rest } = focusOf(scenario);
  const [diagnostic, ...more] = diagnostics;
  const { file, line, column } = finding?.place ?? diagnostic?.place ?? scenario.place;
  return {
    message: finding?.message ?? message,
    severity: scenario.verdict === 'failed' ? 'fail' : scenario.verdict,
    rule: finding?.rule,
    code: diagnostic?.code,
    expected: finding?.expected ?? diagnostic?.expected,
    actual: finding?.actual,
    nearest: finding?.nearest && {
      span: finding.nearest.span.name,
      differences: finding.nearest.differences,
    },
    edit: finding?.edit,
    at: { file, line, column },
    also: some(others.map((each) => `${each.outcome}: ${each.rule}: ${each.message}`)),
    ...notes([...more, ...rest]),
  };
}

function notes(diagnostics: readonly Diagnostic[]): Record<string, YamlValue> {
  return { diagnostics: some(diagnostics.map(diagnosticLine)) };
}

function some(items: readonly string[]): readonly string[] | undefined {
  return items.length > 0 ? items : undefined;
}
