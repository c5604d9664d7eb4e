import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { type Diagnostic, diagnostic, type Place } from '../diagnostic/index.ts';
import { type RunRecord, readRunRecord } from '../event/index.ts';
import type { Completeness } from '../expect/index.ts';
import type { ScenarioId } from '../plan/index.ts';
import { parseJson, type Span, spansFromOtlpJson } from '../trace/index.ts';
import {
  ARCHIVE_FORMAT,
  type ArchivedAttempt,
  type ArchivedFile,
  type ArchivedValues,
  type EnvironmentFacts,
  type RunArchive,
} from './archive.ts';
import { MAGIC } from './lines.ts';

export interface ReadOptions {
  /** Bytes the archive may have when it is unpacked; default 2 GiB less one. */
  readonly maxBytes?: number | undefined;
}

/** As much as one buffer of text can hold at all is more than memory allows; this is 20 runs of a million spans. */
const MAX_BYTES = 2 ** 31 - 1;

/**
 * Reads an archive whole, or says why it is none. Every byte counts: what was cut short, changed or written by a newer
 * version is refused with one diagnostic placed in `file`, and nothing of it is used.
 */
export function readArchive(
  bytes: Uint8Array,
  file: string,
  options: ReadOptions = {},
): RunArchive | Diagnostic {
  const place: Place = { file, line: 1, column: 1, length: 1 };
  const unpacked = unpack(bytes, options.maxBytes ?? MAX_BYTES);
  if (typeof unpacked === 'string') return refused(unpacked, place);
  const reader = new Reader(unpacked, file);
  try {
    return reader.archive();
  } catch (cause) {
    if (cause instanceof Damage) return cause.diagnostic ?? refused(cause.message, place);
    throw cause;
  }
}

function unpack(bytes: Uint8Array, maxBytes: number): Uint8Array | string {
  // Two magic bytes and the only method there is (RFC 1952, section 2.3.1).
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8) return 'it is not a gzip file';
  try {
    return gunzipSync(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') return `unpacked it has more than ${maxBytes} bytes`;
    return code === 'Z_BUF_ERROR' ? 'it ends in the middle' : `it cannot be unpacked: ${message}`;
  }
}

/** Ends the reading. Thrown and caught in this file only, for the reader goes several calls deep. */
class Damage extends Error {
  readonly diagnostic: Diagnostic | undefined;
  constructor(message: string, found?: Diagnostic) {
    super(message);
    this.diagnostic = found;
  }
}

type Json = Readonly<Record<string, unknown>>;

interface OpenAttempt {
  readonly line: number;
  readonly head: Omit<ArchivedAttempt, 'spans' | 'own'>;
  readonly expected: { readonly spans: number; readonly own: number };
  readonly spans: Span[];
  readonly own: Span[];
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #file: string;
  readonly #files: ArchivedFile[] = [];
  readonly #attempts: ArchivedAttempt[] = [];
  #offset = 0;
  #line = 0;
  #open: OpenAttempt | undefined;
  #record: RunRecord | undefined;

  constructor(bytes: Uint8Array, file: string) {
    this.#bytes = bytes;
    this.#file = file;
  }

  archive(): RunArchive {
    const environment = this.#header();
    for (;;) {
      const before = this.#offset;
      const line = this.#next();
      if (line === undefined) throw new Damage('its end is missing');
      if (line.end !== undefined) {
        this.#checkEnd(asObject(line.end, 'end'), before);
        break;
      }
      this.#take(line);
    }
    this.#close();
    if (!this.#record) throw new Damage('it has no run record');
    return { environment, files: this.#files, attempts: this.#attempts, record: this.#record };
  }

  #header(): EnvironmentFacts {
    const line = this.#next();
    if (line?.archive !== MAGIC) throw new Damage(`its first line does not say "${MAGIC}"`);
    const { format, tool } = line;
    if (format !== ARCHIVE_FORMAT) {
      throw new Damage('', unknownFormat(this.#file, asText(String(format), 'format'), String(tool)));
    }
    const { os, node, cpus } = asObject(line.environment, 'environment');
    return { os: asText(os, 'os'), node: asText(node, 'node'), cpus: asNumber(cpus, 'cpus') };
  }

  #next(): Json | undefined {
    if (this.#offset >= this.#bytes.length) return undefined;
    const newline = this.#bytes.indexOf(0x0a, this.#offset);
    if (newline === -1) throw new Damage('its last line is cut short');
    this.#line += 1;
    const text = new TextDecoder().decode(this.#bytes.subarray(this.#offset, newline));
    this.#offset = newline + 1;
    // Keeps the integers that a double cannot.
    const read = parseJson(text);
    if (!read.ok) throw new Damage(`line ${this.#line} is not JSON: ${read.message}`);
    return asObject(read.value, `line ${this.#line}`);
  }

  #take(line: Json): void {
    if (line.spans !== undefined) this.#addSpans(line);
    else if (line.attempt !== undefined) this.#begin(asObject(line.attempt, 'attempt'));
    else if (line.file !== undefined) this.#files.push(fileOf(asObject(line.file, 'file')));
    else if (line.record !== undefined) this.#record = this.#recordOf(line.record);
    // A line of another kind is from a later version that kept the format: what it adds can be done without.
  }

  #begin(attempt: Json): void {
    this.#close();
    const { spans, own } = attempt;
    this.#open = {
      line: this.#line,
      head: headOf(attempt),
      expected: { spans: asNumber(spans, 'spans'), own: asNumber(own, 'own') },
      spans: [],
      own: [],
    };
  }

  #addSpans(line: Json): void {
    if (!this.#open) throw new Damage(`line ${this.#line} has spans of no attempt`);
    const read = spansFromOtlpJson(line.spans, { anyIds: true });
    if (!read.ok) throw new Damage(`line ${this.#line} is not OTLP/JSON: ${read.message}`);
    const list = line.own === true ? this.#open.own : this.#open.spans;
    for (const span of read.spans) list.push(span);
  }

  #close(): void {
    if (!this.#open) return;
    const { head, expected, spans, own, line } = this.#open;
    if (spans.length !== expected.spans || own.length !== expected.own) {
      throw new Damage(
        `the attempt on line ${line} has ${spans.length + own.length} spans, not as many as it says`,
      );
    }
    this.#attempts.push({ ...head, spans, own });
    this.#open = undefined;
  }

  #recordOf(value: unknown): RunRecord {
    const json = JSON.stringify(value, (_key, each) => (typeof each === 'bigint' ? Number(each) : each));
    const record = readRunRecord(json, this.#file);
    if ('scenarios' in record) return record;
    throw new Damage('', record[0]);
  }

  #checkEnd({ lines, sha256 }: Json, before: number): void {
    if (lines !== this.#line - 1)
      throw new Damage(`it has ${this.#line - 1} lines, and its end says ${lines}`);
    const found = createHash('sha256').update(this.#bytes.subarray(0, before)).digest('hex');
    if (found !== sha256) throw new Damage('its content is not what its checksum says');
    if (this.#offset < this.#bytes.length) throw new Damage('something follows its end');
  }
}

function fileOf({ file, source, toml }: Json): ArchivedFile {
  return { file: asText(file, 'file'), source: asText(source, 'source'), toml: asText(toml, 'toml') };
}

function headOf({ id, attempt, completeness, digests, values }: Json): OpenAttempt['head'] {
  return {
    // The id is compared with those of the same archive and with those of a plan, never made up.
    id: asText(id, 'id') as ScenarioId,
    attempt: asNumber(attempt, 'attempt'),
    completeness: completenessOf(asObject(completeness, 'completeness')),
    digests: asTable(digests, 'digests', asText),
    values: valuesOf(asObject(values, 'values')),
  };
}

function completenessOf({ complete, reason }: Json): Completeness {
  return complete === true ? { complete: true } : { complete: false, reason: asText(reason, 'reason') };
}

function valuesOf({ ports, otlpEndpoint, otlpGrpcEndpoint, scenarioDir, projectDir }: Json): ArchivedValues {
  return {
    ports: asTable(ports, 'ports', (each, what) => asTable(each, what, asNumber)),
    otlpEndpoint: asText(otlpEndpoint, 'otlpEndpoint'),
    otlpGrpcEndpoint:
      otlpGrpcEndpoint === undefined ? undefined : asText(otlpGrpcEndpoint, 'otlpGrpcEndpoint'),
    scenarioDir: asText(scenarioDir, 'scenarioDir'),
    projectDir: asText(projectDir, 'projectDir'),
  };
}

function asObject(value: unknown, what: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Damage(`${what} is no object`);
  return value as Json; // checked just above
}

function asText(value: unknown, what: string): string {
  if (typeof value !== 'string') throw new Damage(`\`${what}\` is not text`);
  return value;
}

function asNumber(value: unknown, what: string): number {
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (typeof number !== 'number') throw new Damage(`\`${what}\` is not a number`);
  return number;
}

function asTable<T>(
  value: unknown,
  what: string,
  read: (each: unknown, what: string) => T,
): Record<string, T> {
  const table: Record<string, T> = Object.create(null);
  for (const [key, each] of Object.entries(asObject(value, what))) table[key] = read(each, `${what}.${key}`);
  return table;
}

function refused(reason: string, place: Place): Diagnostic {
  return diagnostic({
    code: 'SW6121',
    message: `the run archive cannot be used: ${reason}`,
    place,
    hint: 'the file was cut short, changed, or is no archive; take another copy of it, or run the scenarios again',
  });
}

function unknownFormat(file: string, format: string, tool: string): Diagnostic {
  return diagnostic({
    code: 'SW6122',
    message: `the run archive has format ${format}; it was written by ${tool}`,
    place: { file, line: 1, column: 1, length: 1 },
    expected: `format ${ARCHIVE_FORMAT}`,
    hint: 'read it with the version of Spanwright that wrote it, or a newer one',
  });
}
