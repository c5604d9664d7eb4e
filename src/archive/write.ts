import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { printRunRecord, type RunRecord } from '../event/index.ts';
import { type Span, toOtlpJson } from '../trace/index.ts';
import { ARCHIVE_FORMAT, type ArchivedAttempt, type ArchivedFile, type EnvironmentFacts } from './archive.ts';
import { type ArchiveLine, type EndLine, MAGIC } from './lines.ts';

/** Spans on one line: few enough that no line is too long to be read, many enough that their resource is said rarely. */
const SPANS_PER_LINE = 500;
/** Bytes that are compressed together. */
const MEMBER_BYTES = 1024 * 1024;
/** Faster than the default by half, and a tenth larger. */
const LEVEL = 3;

export interface ArchiveHeader {
  /** Name and version of the tool. */
  readonly tool: string;
  readonly environment: EnvironmentFacts;
  readonly files: readonly ArchivedFile[];
  /** Hides what must not be kept; given every text value on its own. */
  readonly redact?: ((text: string) => string) | undefined;
}

/** Takes a run as it goes, holding it compressed. */
export interface ArchiveWriter {
  attempt(attempt: ArchivedAttempt): void;
  /** The whole archive; nothing can be added after it. */
  finish(record: RunRecord): Uint8Array;
}

export function createArchiveWriter({ tool, environment, files, redact }: ArchiveHeader): ArchiveWriter {
  const lines = new CompressedLines(redact);
  lines.add({ archive: MAGIC, format: ARCHIVE_FORMAT, tool, environment });
  for (const file of files) lines.add({ file });
  return {
    attempt({ spans, own, ...rest }) {
      lines.add({ attempt: { ...rest, spans: spans.length, own: own.length } });
      addSpans(lines, spans, false);
      addSpans(lines, own, true);
    },
    finish(record) {
      lines.add({ record: JSON.parse(printRunRecord(record)) });
      return lines.finish();
    },
  };
}

function addSpans(lines: CompressedLines, spans: readonly Span[], own: boolean): void {
  for (let start = 0; start < spans.length; start += SPANS_PER_LINE) {
    lines.add({ own, spans: toOtlpJson(spans.slice(start, start + SPANS_PER_LINE)) });
  }
}

/** Lines as members of one gzip file: members that follow one another are one file too (RFC 1952, section 2.2). */
class CompressedLines {
  readonly #members: Uint8Array[] = [];
  readonly #hash = createHash('sha256');
  readonly #replacer: ((key: string, value: unknown) => unknown) | undefined;
  #open: string[] = [];
  #openBytes = 0;
  #count = 0;

  constructor(redact: ((text: string) => string) | undefined) {
    this.#replacer = redact && ((_key, value) => (typeof value === 'string' ? redact(value) : value));
  }

  add(line: ArchiveLine): void {
    const text = `${JSON.stringify(line, this.#replacer)}\n`;
    this.#hash.update(text);
    this.#open.push(text);
    this.#openBytes += text.length;
    this.#count += 1;
    if (this.#openBytes >= MEMBER_BYTES) this.#compress();
  }

  finish(): Uint8Array {
    const sha256 = this.#hash.copy().digest('hex');
    // Not through `add`: nothing of the end is to be hidden or counted.
    this.#open.push(`${JSON.stringify({ end: { lines: this.#count, sha256 } } satisfies EndLine)}\n`);
    this.#compress();
    return Buffer.concat(this.#members);
  }

  #compress(): void {
    this.#members.push(gzipSync(this.#open.join(''), { level: LEVEL }));
    this.#open = [];
    this.#openBytes = 0;
  }
}
