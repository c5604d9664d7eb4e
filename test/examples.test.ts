import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { RunRecord, ScenarioRecord } from '../src/event/index.ts';

// The examples are run by the built program as a reader would run them. What each must come to stands beside its
// scenario, in expected.json.

/** One scenario of a file, in the order of the file. */
interface Expected {
  readonly verdict: ScenarioRecord['verdict'];
  readonly spans: number;
  /** Of the first finding that is not passed. */
  readonly firstRule?: string;
  readonly silent?: readonly string[];
}

const root = resolve(import.meta.dirname, '..');
const examples = join(root, 'examples');

/** Runs the built program in the root of the repository. */
async function spanwright(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, ['bin/spanwright.js', ...args], {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [stdout, [exitCode]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  return { stdout, exitCode };
}

function read(...path: readonly string[]): string {
  return readFileSync(join(examples, ...path), 'utf8');
}

function expectedOf(folder: string): Readonly<Record<string, readonly Expected[]>> {
  return JSON.parse(read(folder, 'expected.json'));
}

/** The record a run with `--reporter json` prints. */
function recordOf(stdout: string): RunRecord {
  return JSON.parse(stdout);
}

function outcomeOf(scenario: ScenarioRecord): Expected {
  const first = scenario.findings.find((finding) => finding.outcome !== 'passed');
  const silent = scenario.telemetry?.silent ?? [];
  return {
    verdict: scenario.verdict,
    spans: scenario.telemetry?.spans ?? 0,
    ...(first && { firstRule: first.rule }),
    ...(silent.length > 0 && { silent }),
  };
}

describe.each([
  { folder: 'quickstart', exitCode: 0 },
  { folder: 'fake-green', exitCode: 1 },
  { folder: 'clnrm', exitCode: 0 },
  { folder: 'other-sdk', exitCode: 0 },
])('examples/$folder', ({ folder, exitCode }) => {
  const expected = expectedOf(folder);

  it('says what every scenario file in it must come to', () => {
    const files = readdirSync(join(examples, folder)).filter((name) => name.endsWith('.toml'));
    expect(Object.keys(expected).toSorted()).toEqual(files.toSorted());
  });

  it('comes to that', async () => {
    const run = await spanwright(['run', `examples/${folder}`, '--reporter', 'json']);
    const outcomes = Map.groupBy(recordOf(run.stdout).scenarios, (scenario) => scenario.file);
    for (const [file, scenarios] of Object.entries(expected)) {
      expect(outcomes.get(`examples/${folder}/${file}`)?.map(outcomeOf), file).toEqual(scenarios);
    }
    expect(run.exitCode).toBe(exitCode);
  });
});

describe('quickstart with a fault', () => {
  it('names the span that is missing, the nearest one and the place of the claim', async () => {
    const run = await spanwright(['run', 'examples/quickstart'], { QUICKSTART_SKIP: 'reserve' });
    const lines = read('quickstart', 'checkout.span.toml').split('\n');
    const line = 1 + lines.indexOf('name = "reserve stock"');
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain('expect.span[reserve stock].existence');
    expect(run.stdout).toMatch(new RegExp(`examples/quickstart/checkout\\.span\\.toml:${line}:\\d+`));
    expect(run.stdout).toMatch(/nearest:\n\s+span `charge card`/);
  });

  it('misses that one span and no other', async () => {
    const run = await spanwright(['run', 'examples/quickstart', '--reporter', 'json'], {
      QUICKSTART_SKIP: 'reserve',
    });
    const [scenario] = recordOf(run.stdout).scenarios;
    expect(scenario && outcomeOf(scenario)).toEqual({
      verdict: 'failed',
      spans: 6,
      firstRule: 'expect.span[reserve stock].existence',
    });
  });

  it('names a service that is no longer called', async () => {
    const run = await spanwright(['run', 'examples/quickstart'], { QUICKSTART_SKIP: 'charge' });
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain('expect.span[charge card].existence');
    expect(run.stdout).toMatch(/service `payments` never exported a span/);
  });
});

describe('fake green', () => {
  const claims = 'What an ordinary test looks at.';
  const files = Object.keys(expectedOf('fake-green')).filter((file) => file !== 'silent.span.toml');

  it('makes the same claims about every program', () => {
    const texts = files.map((file) => read('fake-green', file).split(claims)[1]);
    expect(texts).toHaveLength(8);
    expect(texts[0]).toContain('[[expect.span]]');
    expect(new Set(texts).size).toBe(1);
  });

  it('passes for the honest program alone', async () => {
    const run = await spanwright(['run', 'examples/fake-green/honest.span.toml']);
    expect(run.exitCode).toBe(0);
  });

  it('lists in its README what expected.json says', () => {
    const readme = read('fake-green', 'README.md');
    for (const [file, [only]] of Object.entries(expectedOf('fake-green'))) {
      if (!files.includes(file) || !only?.firstRule) continue;
      const row = readme.split('\n').find((line) => line.includes(`(${file})`));
      expect(row).toContain(`\`${only.firstRule}\``);
    }
  });

  it('leaves undecided what only a silent service could prove', async () => {
    const only = ['--only', "only the client's spans"];
    const run = await spanwright(['run', 'examples/fake-green/silent.span.toml', ...only]);
    expect(run.exitCode).toBe(3);
    expect(run.stdout).toMatch(/service `warehouse` never exported a span/);
  });
});

describe('README', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');

  it('quotes the quickstart scenario as it is', () => {
    const scenario = read('quickstart', 'checkout.span.toml');
    const [excerpt = ''] = blocks(readme, 'toml');
    expect(excerpt.split('\n\n').length).toBeGreaterThan(2);
    for (const part of excerpt.trimEnd().split('\n\n')) expect(scenario).toContain(part);
  });

  it('shows what its commands print', async () => {
    const shown = blocks(readme, 'console').map(transcriptOf);
    expect(shown.map(({ command }) => command)).toEqual([
      'npx spanwright run examples/quickstart',
      'QUICKSTART_SKIP=reserve npx spanwright run examples/quickstart',
    ]);
    for (const { args, env, output } of shown) {
      const { stdout } = await spanwright(args, env);
      expect(redact(stdout)).toBe(redact(output));
    }
  });

  it('sets up with two commands, which .ci/run runs on a bare machine', () => {
    const commands = blocks(readme, 'sh').flatMap((block) => block.trim().split('\n'));
    const ci = readFileSync(join(root, '.ci/run'), 'utf8').split('\n');
    expect(commands).toEqual(['npm ci && npx spanwright run examples/quickstart', 'npm ci && npm test']);
    for (const part of commands.flatMap((command) => command.split(' && '))) expect(ci).toContain(part);
  });

  it('links to files that are there', () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path = '']) => path);
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

/** The contents of the fenced blocks of one language. */
function blocks(markdown: string, language: string): string[] {
  return [...markdown.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(
    ([, content = '']) => content,
  );
}

/** A command line after `$ `, such as `NAME=value npx spanwright run file`, and what it prints. */
function transcriptOf(block: string) {
  const [first = '', ...rest] = block.split('\n');
  const command = first.replace(/^\$ /, '');
  const [before = '', after = ''] = command.split('npx spanwright ');
  const env = Object.fromEntries(
    before
      .split(' ')
      .filter((word) => word !== '')
      .map((word) => word.split('=')),
  );
  return { command, args: after.split(' '), env, output: rest.join('\n') };
}

/** Durations, digests and ids differ from run to run. */
function redact(output: string): string {
  return output
    .replace(/\b\d+(\.\d+)?m?s\b/g, '0s')
    .replace(/\b[0-9a-f]{8,32}\b/g, 'HEX')
    .trimEnd();
}
