import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { BIN, makeFolder } from './program.ts';

// Secrets of the environment that templates may read, or that spans carry: no command that compares shows them.

const SECRET = 'hush-hush-hush';

const span = (name: string, attributes: Readonly<Record<string, string>>) =>
  JSON.stringify({ trace_id: '1'.repeat(32), span_id: '2'.repeat(16), name, attributes });

/** Its step prints a span with the token in an attribute, in its name, and beside it. */
const scenario = (least: number) => `[meta]
name = "sends a token"

[otel]
exporter = "stdout"

[[scenario]]
name = "calls with a token"

[[scenario.steps]]
name = "send"
command = ["echo", '${span('call {{ API_TOKEN }}', { 'http.request.header.authorization': 'Bearer {{ API_TOKEN }}' })}']

[scenario.expect.counts]
spans_total = { gte = ${least} }
`;

const { path, remove } = makeFolder({
  'spanwright.toml': '[template]\nenv = ["API_TOKEN"]\n',
  'token.span.toml.njk': scenario(1),
  'weaker.span.toml.njk': scenario(0).replace('"send"', '"send {{ API_TOKEN }}"'),
  'broken.span.toml.njk': `${scenario(1)}surplus = "{{ API_TOKEN }}"\n`,
  'old.json': span('a', { key: SECRET }),
  'new.json': span('a', { key: `${SECRET}!` }),
});
afterAll(remove);

function spanwright(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
    cwd: path,
    env: { ...process.env, API_TOKEN: SECRET },
    encoding: 'utf8',
  });
  expect(stdout + stderr).not.toContain(SECRET);
  return { status, stdout, stderr };
}

test.each(['tree', 'unified', 'side-by-side', 'json', 'markdown', 'github'])('diff as %s', (format) => {
  const { stdout } = spanwright('diff', 'token.span.toml.njk', 'weaker.span.toml.njk', '--format', format);
  expect(stdout).toContain('***');
});

test('what is wrong with a file that is compared', () => {
  const { status, stderr } = spanwright('diff', 'token.span.toml.njk', 'broken.span.toml.njk');
  expect(stderr).toContain('***');
  expect(status).toBe(2);
});

test('files of spans, compared and searched', () => {
  expect(spanwright('trace', 'diff', 'old.json', 'new.json').stdout).toContain('***');
  expect(spanwright('trace', 'diff', 'old.json', 'new.json', '--format', 'json').stdout).toContain('***');
  expect(spanwright('spans', 'old.json', '--format', 'json').stdout).toContain('***');
});

test('a recorded run: judged, kept as a baseline, learned from, and run again without a difference', () => {
  expect(spanwright('run', 'token.span.toml.njk')).toMatchObject({ status: 0, stderr: '' });
  expect(spanwright('judge', 'token.span.toml.njk', '--verbose').stdout).toContain('***');
  expect(spanwright('record').stdout).toContain('new');
  expect(spanwright('learn', 'token.span.toml.njk').stdout).toContain('***');
  expect(spanwright('spans').stdout).toContain('***');
  expect(spanwright('repro', 'token.span.toml.njk')).toMatchObject({ status: 0 });
  expect(spanwright('repro', 'token.span.toml.njk', '--verify-digest')).toMatchObject({ status: 0 });
  writeFileSync(join(path, 'token.span.toml.njk'), scenario(5));
  expect(spanwright('judge', 'token.span.toml.njk').status).toBe(1);
  expect(spanwright('diff', '--last-good', 'token.span.toml.njk').stdout).toContain('spans_total');
});

test('`repro --dry-run` says what would be run, and runs nothing', () => {
  const { status, stdout } = spanwright('repro', 'token.span.toml.njk', '--dry-run');
  expect(stdout).not.toContain('passed');
  expect(stdout).toContain('1 scenario');
  expect(status).toBe(0);
});

// A password is often an ordinary word, and a scenario is called by it.

const ORDERS = (least: number) => `[meta]
name = "orders"

[otel]
exporter = "stdout"

[[scenario]]
name = "stores orders in postgres"

[[scenario.steps]]
name = "store"
command = ["echo", '${span('store', {})}']

[scenario.expect.counts]
spans_total = { gte = ${least} }
`;

test('a scenario that is called by a secret, in its own file, is found again', () => {
  const folder = makeFolder({ 'orders.span.toml': ORDERS(1) });
  const given = (...args: readonly string[]) =>
    spawnSync(process.execPath, [BIN, ...args], {
      cwd: folder.path,
      env: { ...process.env, DB_PASSWORD: 'postgres' },
      encoding: 'utf8',
    });
  try {
    expect(given('run').status).toBe(0);
    expect(given('judge')).toMatchObject({ status: 0, stderr: expect.stringContaining('judged by run') });
    expect(JSON.parse(given('diff', '--last-good', '--format', 'json').stdout).changes).toEqual([]);
    expect(given('record').status).toBe(0);
    expect(given('repro')).toMatchObject({ status: 0, stdout: expect.not.stringContaining('no baseline') });
    writeFileSync(join(folder.path, 'orders.span.toml'), ORDERS(2));
    expect(given('run').status).toBe(1);
    expect(given('run', '--last-failed').status).toBe(1);
  } finally {
    folder.remove();
  }
});
