import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunEvent, ScenarioRecord } from '../event/index.ts';
import { anyRun } from './arbitrary.ts';
import { createHuman } from './human.ts';
import type { ReporterOptions } from './reporter.ts';
import { plain, run, runs, scenario, scenarios } from './sample.ts';

const verbose: ReporterOptions = { ...plain, verbose: true };
const colored: ReporterOptions = { ...plain, color: true };

describe('human', () => {
  it.each(Object.entries(runs))('reports a run: %s', async (name, record) => {
    await expect(createHuman(plain).finish(record)).toMatchFileSnapshot(`./goldens/human-${name}.txt`);
  });

  it.each(['green', 'red', 'skipped'] as const)('shows everything when verbose: %s', async (name) => {
    const text = createHuman(verbose).finish(runs[name]);
    await expect(text).toMatchFileSnapshot(`./goldens/human-${name}-verbose.txt`);
  });

  it('tells outcomes apart by colour too', async () => {
    const all = run(['green', 'red', 'undecided', 'error', 'skipped', 'flaky'].map((name) => named(name)));
    const text = createHuman(colored).finish(all);
    const readable = text
      .replaceAll('\u001b[', '<')
      .replace(/<([\d;]+)m/g, (_, code) => (code === '0' ? '</>' : `<${code}>`));
    await expect(readable).toMatchFileSnapshot('./goldens/human-colored.txt');
  });

  it('tells each scenario as it ends, and then only what is left', () => {
    const human = createHuman(plain);
    const told = [
      finished({ ...scenarios.red, attempts: 1 }, true),
      finished(scenario('browse')),
      { type: 'interrupted', signal: 'SIGINT', atMs: 3 } satisfies RunEvent,
      finished(runs.interrupted.scenarios[1] ?? scenarios.green),
    ].map((event) => human.event?.(event));
    expect(told).toEqual([
      'RETRY  shop/checkout.span.toml::checkout  attempt 1 came to `failed` after 0.61s\n',
      'PASS  shop/checkout.span.toml::browse  0.61s  6 spans\n',
      'SIGINT: stopping; Ctrl-C again stops at once\n',
      '',
    ]);
    const rest = human.finish(run([scenario('browse'), ...runs.interrupted.scenarios.slice(0, 3)]));
    expect(rest.split('\n').slice(0, 3)).toEqual([
      'UNDECIDED  shop/checkout.span.toml::checkout  0.34s',
      'UNDECIDED  2 scenarios not started: shop/checkout.span.toml::later a, shop/checkout.span.toml::later b',
      '',
    ]);
  });

  it('says where a long output was cut', () => {
    const [step] = scenarios.red.steps;
    const stdout = { text: `begin\n... 9000 bytes left out ...\nend\n`, bytes: 9050, omittedBytes: 9000 };
    const long = { ...scenarios.red, steps: step ? [{ ...step, stdout }] : [] };
    expect(createHuman(plain).finish(run([long]))).toContain('stdout (last 3 lines of 9050 bytes):');
  });

  it('cuts secondary lines to the terminal', () => {
    const message = 'much '.repeat(100);
    const long = {
      ...scenarios.red,
      findings: scenarios.red.findings.map((each) => ({ ...each, message })),
    };
    const line = createHuman({ ...plain, width: 60 })
      .finish(run([long]))
      .split('\n')
      .find((each) => each.startsWith('  failed: expect.counts'));
    expect(line).toBe(
      `  failed: ${'expect.counts.spans_total: much much much much much much mu'}… (shop/checkout.span.toml:21:15)`,
    );
  });

  it('lets no control character of others through', () => {
    fc.assert(
      fc.property(anyRun, fc.boolean(), (record, isVerbose) => {
        const text = createHuman({ ...plain, verbose: isVerbose }).finish(record);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
        expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
        expect(text.endsWith('\n')).toBe(true);
      }),
    );
  });

  it('keeps the bounds of a report, whatever the programs said', () => {
    const text = 'x'.repeat(1_000_000);
    const flood = { text, bytes: text.length, omittedBytes: 0 };
    const [step] = scenarios.red.steps;
    const finding = { ...scenarios.red.findings[0], expected: text, actual: `${'line\n'.repeat(10_000)}` };
    const loud = {
      ...scenarios.red,
      findings: [finding, ...scenarios.red.findings.slice(1)],
      steps: step ? [{ ...step, stdout: flood, stderr: flood }] : [],
    } as ScenarioRecord; // the first finding has all its members
    expect(createHuman(plain).finish(run([loud])).length).toBeLessThan(10_000);
  });
});

function named(name: string): ScenarioRecord {
  const record = Object.entries(scenarios).find(([key]) => key === name)?.[1] ?? scenarios.green;
  return { ...record, ...scenario(name), ...record, id: scenario(name).id, name };
}

function finished(record: ScenarioRecord, willRetry = false): RunEvent {
  return { type: 'scenarioFinished', record, willRetry, atMs: 1 };
}

it('says of a service that it was reused, also where all is well', () => {
  const { services } = scenario('one');
  const reused = scenario('one', { services: services.map((each) => ({ ...each, reused: true })) });
  expect(createHuman(plain).finish(run([reused]))).toContain(
    'reused: service `api` was as an earlier scenario had left it',
  );
});
