import { type Element, printXml, visible } from '../diagnostic/index.ts';
import type { OutputRecord, RunRecord, ScenarioRecord } from '../event/index.ts';
import { detailLines } from './detail.ts';
import { focusOf } from './focus.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import type { Reporter, ReporterOptions } from './reporter.ts';
import { summaryOf } from './summary.ts';

/** Of each stream of each step and service; CI servers keep reports for years. */
const MAX_OUTPUT = 16 * 1024;

/**
 * JUnit XML: a suite for each file, a case for each scenario. Failed is a `failure`; error and undecided are an `error`,
 * told apart by its `type`, for JUnit has nothing closer. Elements and attributes are those that both Jenkins
 * (junit-10.xsd of its xUnit plugin) and Maven Surefire (surefire-test-report.xsd) allow, in the order the latter wants.
 */
export function createJunit(options: ReporterOptions): Reporter {
  return { finish: (record) => printXml(suites(record, { ...options, color: false, width: undefined })) };
}

function suites(record: RunRecord, options: ReporterOptions): Element {
  const byFile = Map.groupBy(record.scenarios, ({ file }) => file);
  const { skipped: _, ...tally } = tallyOf(record.scenarios);
  const { digest } = summaryOf(record);
  return {
    name: 'testsuites',
    attributes: { name: 'spanwright', ...tally, time: time(record.durationMs) },
    content: [...byFile].map(([file, scenarios]) => suite({ file, scenarios, record, digest, options })),
  };
}

interface SuiteInput {
  readonly file: string;
  readonly scenarios: readonly ScenarioRecord[];
  readonly record: RunRecord;
  /** Of the run. */
  readonly digest: string | undefined;
  readonly options: ReporterOptions;
}

function suite({ file, scenarios, record, digest, options }: SuiteInput): Element {
  const sum = scenarios.reduce((total, { durationMs }) => total + durationMs, 0);
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['spanwright.run', record.runId],
    ['spanwright.tool', record.tool],
    ['spanwright.started_at', record.startedAt],
    ['spanwright.interrupted', record.interrupted],
    ['spanwright.digest', digest],
    ...scenarios.flatMap(scenarioFacts),
  ];
  const properties = facts.flatMap(([name, value]) =>
    value === undefined ? [] : [{ name: 'property', attributes: { name, value } }],
  );
  return {
    name: 'testsuite',
    attributes: { name: file, ...tallyOf(scenarios), time: time(sum) },
    content: [
      { name: 'properties', content: properties },
      ...scenarios.map((each) => testCase(each, options)),
    ],
  };
}

/** Cases have no properties in either schema, so these carry the scenario's name. */
function scenarioFacts({
  name,
  traceDigest,
  flaky,
  attempts,
}: ScenarioRecord): [string, string | undefined][] {
  return [
    [`spanwright.trace_digest[${name}]`, traceDigest],
    [`spanwright.flaky[${name}]`, flaky ? `passed on attempt ${attempts}` : undefined],
  ];
}

function tallyOf(scenarios: readonly ScenarioRecord[]) {
  const number = (...wanted: Outcome[]) =>
    scenarios.filter((each) => wanted.includes(outcomeOf(each))).length;
  return {
    tests: scenarios.length,
    failures: number('failed'),
    errors: number('error', 'undecided'),
    skipped: number('skipped'),
  };
}

function testCase(scenario: ScenarioRecord, options: ReporterOptions): Element {
  return {
    name: 'testcase',
    attributes: { name: scenario.name, classname: scenario.file, time: time(scenario.durationMs) },
    content: [...verdict(scenario, options), ...outputs(scenario, 'stdout'), ...outputs(scenario, 'stderr')],
  };
}

function verdict(scenario: ScenarioRecord, options: ReporterOptions): Element[] {
  const outcome = outcomeOf(scenario);
  switch (outcome) {
    case 'passed':
      return [];
    case 'skipped':
      return [{ name: 'skipped', attributes: { message: scenario.skipped } }];
    case 'failed':
    case 'undecided':
    case 'error': {
      const { finding, message } = focusOf(scenario);
      const type = (outcome === 'failed' && finding?.rule) || outcome;
      const content = detailLines(scenario, options).join('\n');
      return [{ name: outcome === 'failed' ? 'failure' : 'error', attributes: { message, type }, content }];
    }
    default:
      return outcome satisfies never;
  }
}

function outputs({ steps, services }: ScenarioRecord, stream: 'stdout' | 'stderr'): Element[] {
  const sections = [
    ...services.map((each) => output(`service ${each.id}`, each[stream])),
    ...steps.map((each) => output(`step ${each.name}`, each[stream])),
  ];
  const content = sections.join('');
  return content === '' ? [] : [{ name: stream === 'stdout' ? 'system-out' : 'system-err', content }];
}

function output(title: string, { text, bytes }: OutputRecord): string {
  if (text === '') return '';
  const kept = text.slice(-MAX_OUTPUT);
  const cut = kept.length < text.length ? ` (the end of ${bytes} bytes)` : '';
  return `--- ${visible(title)}${cut} ---\n${kept}${kept.endsWith('\n') ? '' : '\n'}`;
}

/** Seconds with three decimals, as Surefire's pattern has it. */
function time(ms: number): string {
  return (ms / 1000).toFixed(3);
}
