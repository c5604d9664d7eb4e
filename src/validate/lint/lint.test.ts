import { describe, expect, test } from 'vitest';
import { diagnostic } from '../../diagnostic/index.ts';
import { memoryHost } from '../../host/index.ts';
import { loadRendered } from '../../scenario/index.ts';
import { formatLint, lintAll, lintSet } from './index.ts';

const head = '[meta]\nname = "a"\n[[scenario]]\nname = "b"\n';
const host = memoryHost({
  files: { '/project/steps.njk': '[[scenario.steps]]\nrun = "ls"\nexpected_exit_code = 0\n' },
});
const load = (file: string, content: string) =>
  loadRendered({ file, dir: '/project', content }, { host, root: '/project', allowedEnv: new Set() });

/** Codes with the place that each is at. */
function lint(file: string, content: string): string[] {
  const { files, diagnostics } = load(file, content);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return lintSet(files).map(({ code, place }) => `${code} ${place?.file}:${place?.line}:${place?.column}`);
}

describe('in templates', () => {
  test('a line of a loop is told of once, at its place', () => {
    const text = `{# note #}${head}{% for i in [1, 2] %}\n[[scenario.steps]]\nrun = "ls {{ i }}"\ntimeout = "1000ms"\n{% endfor %}`;
    expect(lint('a.span.toml.njk', text)).toEqual(['SW4505 a.span.toml.njk:8:11']);
  });

  test('what an include wrote is told of in its own file', () => {
    expect(lint('a.span.toml.njk', `${head}{% include "steps.njk" %}`)).toEqual(['SW4501 steps.njk:3:1']);
  });

  test('how a tag prints something is nobody’s style', () => {
    const text = `${head}run = "ls"\ndescription = {{ 'a "b"' | dump }}\n`;
    expect(lint('a.span.toml.njk', text)).toEqual([]);
  });

  test('a loop that makes a service and its scenario keeps together what belongs together', () => {
    const text = `[meta]\nname = "a"\n{% for i in ["b", "c"] %}\n[service.{{ i }}]\ncommand = "x"\n[[scenario]]\nname = "{{ i }}"\nrun = "ls"\n{% endfor %}`;
    expect(lint('a.span.toml.njk', text)).toEqual([]);
    expect(lint('a.span.toml.njk', `${text}\n[service.d]\ncommand = "x"\n`)).toEqual([
      'SW4511 a.span.toml.njk:10:1',
    ]);
  });

  test('comments of the template allow', () => {
    const text = `${head}# spanwright: allow sleep-step\nrun = "sleep {{ 1 }}" # {{ 2 }}\n`;
    expect(lint('a.span.toml.njk', text)).toEqual([]);
  });
});

describe('clnrm files are held to what is theirs too', () => {
  test('older spellings are right there, sleeping is not', () => {
    const text =
      '[meta]\nname = "a"\nversion = "1"\n[[scenario]]\nname = "b"\ntimeout_ms = 5000\n[[scenario.steps]]\nname = "c"\ncommand = ["sleep", "5"]\nexpected_exit_code = 0\n';
    expect(lint('a.clnrm.toml', text)).toEqual(['SW4533 a.clnrm.toml:9:11']);
  });
});

describe('what is not flagged', () => {
  test.each([
    ...['a+', '(?i)a', 'a|b', '^a', 'a$', '[.]', 'a\\d', '^$', '\\<a', 'a{2}'].map((pattern) => [
      `the pattern ${pattern}`,
      `expect.stdout.matches = '${pattern}'`,
    ]),
    ['a pattern with what a text would take for a placeholder', "expect.stdout.matches = '\\$\\{run.id\\}'"],
    ['quotes that are needed', 'env."A" = "it\'s \\"so\\""'.replace('"A"', 'A')],
    ['a tab', 'stdin = "\\ta \\"b\\""'],
    ['durations of three digits, and such that no unit makes shorter', 'timeout = "900s"\nretries = 1'],
    ['1500 ms', 'timeout = "1500ms"'],
  ])('%s', (_, text) => {
    expect(lint('a.span.toml', `${head}[[scenario.steps]]\nrun = "ls"\n${text}\n`)).toEqual([]);
  });

  test.each([
    ['a shell with a variable', 'shell = true\nrun = "ls $HOME"'],
    ['a shell with a builtin', 'shell = true\nrun = "cd src"'],
    ['a shell with an assignment', 'shell = true\nrun = "LANG=C ls"'],
    ['a shell with a glob', 'run = ["sh", "-c", "ls *.toml"]'],
    ['curl that fails', 'run = "curl -fsS http://localhost"'],
    ['curl whose answer is looked at', 'run = "curl -s http://localhost"\nexpect.stdout.contains = "ok"'],
    ['curl in a pipe', 'run = "curl -s http://localhost | grep ok"\nshell = true'],
    ['true in the middle', 'run = "a || true; b"\nshell = true'],
    ['true as a word', 'run = "echo ; true"'],
    ['a code that is expected', 'run = "a || exit 0"\nshell = true\nexpect.exit_code = 0'],
    ['a file that is named sleep', 'run = "cat sleep 5"'],
    ['a home in a URL', 'run = "get http://localhost/home/ada/"'],
  ])('%s', (_, text) => {
    expect(lint('a.span.toml', `${head}[[scenario.steps]]\n${text}\n`)).toEqual([]);
  });

  test('a port that the file tells nobody, and a port of a container', () => {
    const services =
      '[service.a]\ncommand = "a --limit 18080"\nports = { http = 8080 }\n[service.b]\nimage = "b"\nenv = { PORT = "9090", D = "/home/node/x" }\nports = { http = 9090 }\n';
    expect(lint('a.span.toml', `${services}${head}run = "ls"\n`)).toEqual([]);
  });

  test('scenarios, spans and tables in an order of their own', () => {
    const text = `${head}run = "ls"\n[scenario.env]\nA = "b"\n[[scenario]]\nname = "c"\nrun = "ls"\n[[expect.span]]\nname = "d"\n[expect.counts]\nspans_total.gte = 1\n[[expect.span]]\nname = "e"\n`;
    expect(lint('a.span.toml', text)).toEqual([]);
  });
});

describe('a report', () => {
  const good = { file: 'good.span.toml', dir: '/project', content: `${head}run = "ls"\n` };
  const bad = {
    file: 'bad.span.toml',
    dir: '/project',
    content: `${head}run = "sleep 1"\n"timeout" = "1s"\n`,
  };
  const broken = { file: 'broken.span.toml', dir: '/project', content: `${head}rum = "sleep 1"\n` };
  const missing = { file: 'missing.toml', problem: diagnostic({ code: 'SW0010', message: 'there is none' }) };
  const options = { source: () => undefined, color: false, version: '1' };

  test('counts files that are clean, that have problems, and that cannot be read', () => {
    const report = lintAll([good, bad, broken, missing]);
    expect(report.files.map(({ path, verdict }) => [path, verdict])).toEqual([
      ['good.span.toml', 'valid'],
      ['bad.span.toml', 'warning'],
      ['broken.span.toml', 'invalid'],
      ['missing.toml', 'invalid'],
    ]);
    expect(report.summary).toMatchObject({ ok: false, strict: true, errors: 2, warnings: 2 });
    expect(formatLint(report, 'human', options).split('\n').at(-2)).toBe(
      '4 files: 2 invalid (2 errors), 1 with problems (2 problems), 1 clean; 1 can be fixed with --fix',
    );
  });

  test('of what is not an error in a file with warnings says nothing', () => {
    const content = '[meta]\nname = "a"\n[[scenario]]\nname = "b"\nrun = "ls"\n[vars]\nx = 1\n';
    expect(lintAll([{ file: 'a.span.toml', dir: '/', content }]).files[0]?.diagnostics).toEqual([]);
  });

  test('for programs names the command and its exit code', () => {
    const style = lintAll([bad]);
    const { runs } = JSON.parse(formatLint(style, 'sarif', options));
    expect(runs[0].invocations).toEqual([{ executionSuccessful: true, exitCode: 1 }]);
    expect(runs[0].tool.driver.rules.map(({ name }: { name: string }) => name)).toEqual([
      'QuotedKey',
      'SleepStep',
    ]);
    expect(runs[0].results[1].fixes[0].artifactChanges[0].replacements[0].insertedContent).toEqual({
      text: 'timeout',
    });
    const invalid = JSON.parse(formatLint(lintAll([bad, broken]), 'sarif', options));
    expect(invalid.runs[0].invocations[0].exitCode).toBe(2);
    expect(formatLint(style, 'junit', options)).toContain(
      '<testsuites name="spanwright lint" tests="1" failures="1"',
    );
    expect(formatLint(style, 'github', options)).toContain('1 file linted: 0 invalid, 1 with warnings');
  });
});

test.each([
  ['escapes', `run = "ls"\ndescription = "${'\\\\'.repeat(200_000)}x"\n`],
  [
    'tables',
    `${'[scenario.env]\n'}${Array.from({ length: 20_000 }, (_, index) => `A${index} = "sleep 1; true   "\n`).join('')}`,
  ],
  ['a long line', `shell = true\nrun = "${'; true '.repeat(50_000)}"\n`],
  ['spaces', `shell = true\nrun = "sleep 1 ;true${' '.repeat(200_000)}x"\n`],
  ['comments', `run = "ls"\n${'# spanwright: allow sleep-step\n'.repeat(20_000)}`],
  ['homes', `run = "${'/home/a'.repeat(50_000)}"\n`],
])('%s in great numbers are no trouble', (_, text) => {
  const { files } = load('a.span.toml', head + text);
  expect(lintSet(files).length).toBeLessThan(1500);
});
