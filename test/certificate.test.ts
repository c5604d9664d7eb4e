import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { startProcessBackend } from '../src/backend/index.ts';
import { BIN, makeFolder } from './program.ts';

// What `run --certificate` says of runs that are clean, that call out, and that differ from time to time.

const { noNetwork } = await startProcessBackend();
const docs = join(import.meta.dirname, '../docs');
const schema = JSON.parse(readFileSync(join(docs, 'reference/certificate.schema.json'), 'utf8'));
const validate = new Ajv2020().compile(schema);

/** Prints a span line; what the scenarios below expect is its name. */
const SPAN = `
const name = process.argv[2] === 'random' ? 'work ' + Math.random().toString(36).slice(2) : 'work';
const ids = { trace_id: '0af7651916cd43dd8448eb211c80319c', span_id: 'b7ad6b7169203331' };
console.log(JSON.stringify({ name, ...ids }));
`;

/** Calls out in each way there is, and does not mind that it gets nowhere. */
const CALLS = `
import { connect } from 'node:net';
import { Resolver } from 'node:dns/promises';
const reach = (port, host) =>
  new Promise((done) => connect(port, host).on('error', done).on('connect', done).setTimeout(500, done));
const resolver = new Resolver({ timeout: 200, tries: 1 });
resolver.setServers(['192.0.2.53']);
await Promise.all([
  resolver.resolve4('secret.external.example').catch(() => {}),
  reach(443, '192.0.2.7'),
  reach(80, '169.254.169.254'),
  reach(443, '2001:db8::7'),
]);
process.exit(0);
`;

const file = (command: string, more = 'isolate = "network"') => `
[meta]
name = "certified"

[otel]
exporter = "stdout"

[[scenario]]
name = "works"
env = { GREETING = "\${env.GREETING:-hello}" }
${more}

[[scenario.steps]]
name = "work"
command = "${command}"
shell = true

[[scenario.expect.span]]
name = "work*"
`;

function certify(text: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const folder = makeFolder({ 'a.span.toml': text, 'span.mjs': SPAN, 'calls.mjs': CALLS });
  try {
    const reports = ['--reporter', 'human', '--reporter', 'json:run.json', '--verbose'];
    const { status: code, stdout } = spawnSync(
      process.execPath,
      [BIN, 'run', '--certificate', 'out/certificate.json', ...reports, ...args],
      { cwd: folder.path, env: { ...process.env, ...env }, encoding: 'utf8' },
    );
    const written = readFileSync(join(folder.path, 'out/certificate.json'), 'utf8');
    const record = JSON.parse(readFileSync(join(folder.path, 'run.json'), 'utf8'));
    const certificate = JSON.parse(written);
    expect(validate(certificate), JSON.stringify(validate.errors)).toBe(true);
    const sha256 = createHash('sha256').update(written).digest('hex');
    expect(record.certificate).toEqual({ sha256, holds: certificate.holds });
    expect(stdout).toContain(`certificate=${sha256}`);
    return { code, certificate, written };
  } finally {
    folder.remove();
  }
}

const kinds = ({ objections }: { readonly objections: readonly { readonly kind: string }[] }) =>
  objections.map(({ kind }) => kind);

test('the page lists every objection', () => {
  const page = readFileSync(join(docs, 'certificate.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `([a-z]+)` \|/gm)].map(([, kind]) => kind);
  expect(rows).toEqual(schema.$defs.objection.properties.kind.enum);
});

test('a run once, in the network of the machine, is not certified, and the reasons are named', () => {
  const { code, certificate } = certify(file('node span.mjs', ''), []);
  expect(code).toBe(0);
  expect(certificate).toMatchObject({ holds: false, run: { id: expect.any(String) } });
  expect(kinds(certificate)).toEqual(['network', 'determinism']);
});

test('names of variables are in it, and no values', () => {
  const secret = { GREETING: 'not for the record', UNRELATED: 'nor this' };
  const { certificate, written } = certify(file('node span.mjs', ''), [], secret);
  const [{ environment }] = certificate.scenarios;
  expect(environment.read).toEqual(['GREETING']);
  expect(environment.given).toEqual(
    expect.arrayContaining(['GREETING', 'HOME', 'PATH', 'TRACEPARENT', 'TZ']),
  );
  expect(environment.given).not.toContain('UNRELATED');
  expect(written).not.toMatch(/not for the record|nor this/);
});

test('a scenario that leaves another trace each time is named with the span that differs', () => {
  const { code, certificate } = certify(file('node span.mjs random', ''), ['--repeat', '2']);
  expect(code).toBe(1);
  expect(kinds(certificate)).toEqual(['verdict', 'network', 'determinism']);
  const [{ determinism, id }] = certificate.scenarios;
  expect(determinism).toMatchObject({ runs: 2, same: false, difference: expect.stringContaining('work ') });
  expect(certificate.objections[2]).toMatchObject({
    scenario: id,
    message: expect.stringContaining(determinism.difference),
  });
});

// Where the kernel lets nobody make networks there is nothing to certify; the reason stands in the title.
describe.skipIf(noNetwork !== undefined)(`in a network of its own ${noNetwork ?? ''}`, () => {
  test('a clean scenario, run twice, is certified', () => {
    const { code, certificate } = certify(file('node span.mjs'), ['--repeat', '2']);
    expect(code).toBe(0);
    expect(certificate).toMatchObject({ holds: true, objections: [] });
    expect(certificate.scenarios).toMatchObject([
      { verdict: 'passed', network: 'own', egress: [], determinism: { runs: 2, same: true } },
    ]);
    expect(certificate.files).toMatchObject([
      { file: 'a.span.toml', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
  });

  test('a scenario that calls out is found in all four ways', () => {
    const { code, certificate } = certify(file('node calls.mjs && node span.mjs'), []);
    expect(code).toBe(1);
    const [{ egress }] = certificate.scenarios;
    const found = egress.join('\n');
    expect(found).toMatch(/udp to 192\.0\.2\.53:53 asking for secret\.external\.example/);
    expect(found).toMatch(/tcp to 192\.0\.2\.7:443/);
    expect(found).toMatch(/tcp to 169\.254\.169\.254:80/);
    expect(found).toMatch(/tcp to \[2001:db8:0:0:0:0:0:7\]:443/);
    expect(egress).toHaveLength(4);
    expect(kinds(certificate).filter((kind) => kind === 'egress')).toHaveLength(4);
  });
});
