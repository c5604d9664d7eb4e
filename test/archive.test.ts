import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ArchivedAttempt } from '../src/archive/archive.ts';
import { createArchiveWriter, type RunArchive, readArchive } from '../src/archive/index.ts';
import { foldRun, type RunRecord } from '../src/event/index.ts';
import type { ScenarioId } from '../src/plan/index.ts';
import { anyRun } from '../src/report/arbitrary.ts';
import { makeSpan, spans } from '../src/trace/span.arbitrary.ts';

const environment = { os: 'linux 6.18.0 x64', node: 'v24.21.0', cpus: 2 };
const header = { tool: 'spanwright test', environment, files: [] };

function attempt(given: Partial<ArchivedAttempt> = {}): ArchivedAttempt {
  return {
    id: 'a.span.toml::pays' as ScenarioId,
    attempt: 1,
    completeness: { complete: true },
    digests: { 'step.pay': 'abc' },
    values: {
      ports: { api: { http: 40_001 } },
      otlpEndpoint: 'http://127.0.0.1:1/x',
      otlpGrpcEndpoint: undefined,
      scenarioDir: '/tmp/a',
      projectDir: '/p',
    },
    spans: [],
    own: [],
    ...given,
  };
}

function emptyRun(): RunRecord {
  return foldRun([
    {
      type: 'runStarted',
      runId: 'r',
      tool: 'spanwright test',
      startedAt: '2026-11-21T09:00:00.000Z',
      scenarios: [],
      jobs: 1,
      isolation: 'none',
    },
    { type: 'runFinished', durationMs: 1 },
  ]);
}

function written(attempts: readonly ArchivedAttempt[], record: RunRecord = emptyRun()): Uint8Array {
  const writer = createArchiveWriter(header);
  for (const each of attempts) writer.attempt(each);
  return writer.finish(record);
}

function read(bytes: Uint8Array): RunArchive {
  const archive = readArchive(bytes, 'a.spw');
  if ('code' in archive) throw new Error(archive.message);
  return archive;
}

function refusal(bytes: Uint8Array): string {
  const archive = readArchive(bytes, 'a.spw');
  if (!('code' in archive)) throw new Error('the archive was read');
  expect(archive.place).toEqual({ file: 'a.spw', line: 1, column: 1, length: 1 });
  return `${archive.code}: ${archive.message}`;
}

describe('what is written', () => {
  it('is read back, whatever the spans and the record hold', () => {
    const lists = fc.array(spans, { maxLength: 6 });
    fc.assert(
      fc.property(lists, lists, anyRun, (sent, own, record) => {
        const archive = read(written([attempt({ spans: sent, own })], record));
        expect(archive.record).toEqual(record);
        const [first] = archive.attempts;
        // Written in groups of one resource; which of them comes first says nothing.
        const byContent = (list: readonly unknown[]) =>
          list.map((each) => JSON.stringify(each, plain)).sort();
        expect(byContent(first?.spans ?? [])).toEqual(byContent(sent));
        expect(byContent(first?.own ?? [])).toEqual(byContent(own));
      }),
      { numRuns: 60 },
    );
  });

  it('keeps more spans than fit on a line, and ids that OTLP would refuse', () => {
    const many = Array.from({ length: 1234 }, (_, index) =>
      makeSpan({ name: `span ${index}`, traceId: 't1', spanId: `s${index}` }),
    );
    const archive = read(written([attempt({ spans: many }), attempt({ attempt: 2 })]));
    expect(archive.attempts.map((each) => each.spans.length)).toEqual([1234, 0]);
    expect(archive.attempts[0]?.spans[1233]?.spanId).toBe('s1233');
  });

  it('is the same for the same run', () => {
    expect(written([attempt()])).toEqual(written([attempt()]));
  });

  it('hides secrets wherever text is, and in no key', () => {
    const secret = 'spans';
    const writer = createArchiveWriter({
      ...header,
      files: [{ file: 'a.span.toml', source: 'x', toml: `key = "${secret}"` }],
      redact: (text) => text.replaceAll(secret, '***'),
    });
    writer.attempt(attempt({ spans: [makeSpan({ name: `buys ${secret}` })] }));
    const archive = read(writer.finish(emptyRun()));
    expect(archive.files[0]?.toml).toBe('key = "***"');
    expect(archive.attempts[0]?.spans[0]?.name).toBe('buys ***');
  });
});

describe('what is damaged', () => {
  const bytes = written([attempt({ spans: [makeSpan({ name: 'pay' })] })]);
  const intact = read(bytes);

  it('is refused when it is cut anywhere', () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(refusal(bytes.subarray(0, length))).toMatch(/^SW6121: /);
    }
  });

  it('is refused when a bit is changed, unless nothing depends on it', () => {
    let refused = 0;
    for (let at = 0; at < bytes.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const changed = Uint8Array.from(bytes, (byte, index) => (index === at ? byte ^ (1 << bit) : byte));
        const archive = readArchive(changed, 'a.spw');
        if ('code' in archive) refused += 1;
        // Such as the time in the header of gzip (RFC 1952, section 2.3).
        else expect(archive, `bit ${bit} of byte ${at}`).toEqual(intact);
      }
    }
    expect(refused).toBeGreaterThan(8 * (bytes.length - 10));
  });

  it.for([
    ['not gzip', Buffer.from('{"format":1}'), 'it is not a gzip file'],
    ['gzip of something else', gzipSync('hello\n'), 'line 1 is not JSON'],
    ['JSON of something else', gzipSync('{"a":1}\n'), 'its first line does not say "spanwright run archive"'],
    ['a list', gzipSync('[]\n'), 'line 1 is no object'],
    ['empty', gzipSync(''), 'its first line does not say'],
    [
      'no end',
      gzipSync(
        gunzipSync(bytes)
          .toString()
          .replace(/\{"end".*\n$/, ''),
      ),
      'its end is missing',
    ],
    [
      'a line less',
      gzipSync(
        gunzipSync(bytes)
          .toString()
          .replace(/\{"own".*\n/, ''),
      ),
      'it has 3 lines',
    ],
    ['another name', gzipSync(gunzipSync(bytes).toString().replace('"pay"', '"pax"')), 'its checksum says'],
    ['twice', Buffer.concat([bytes, bytes]), 'something follows its end'],
  ] as const)('is refused with the reason: %s', ([, damaged, reason]) => {
    expect(refusal(damaged)).toContain(reason);
  });

  it('is refused when it would fill the memory', () => {
    const bomb = gzipSync(Buffer.alloc(4_000_000, 0x20));
    const refused = readArchive(bomb, 'a.spw', { maxBytes: 1_000_000 });
    expect('code' in refused && refused.message).toContain('more than 1000000 bytes');
  });
});

describe('versions', () => {
  it('names the tool that wrote a format it does not know', () => {
    const newer = gunzipSync(written([])).toString().replace('"format":1', '"format":2');
    expect(refusal(gzipSync(newer))).toBe(
      'SW6122: the run archive has format 2; it was written by spanwright test',
    );
  });

  it('reads the archives of earlier versions', () => {
    const bytes = readFileSync(join(import.meta.dirname, 'fixtures/archives/format-1.spw'));
    const { attempts, record, files } = read(bytes);
    expect(files.map((each) => each.file)).toEqual(['examples/quickstart/checkout.span.toml']);
    expect(record.scenarios.map((each) => `${each.id} ${each.verdict}`)).toEqual([
      'examples/quickstart/checkout.span.toml::an order is placed passed',
    ]);
    expect(attempts.map((each) => each.spans.length)).toEqual([7]);
  });
});

function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`;
  if (value instanceof Map) return [...value];
  return Object.is(value, -0) ? '-0' : typeof value === 'number' ? String(value) : value;
}
