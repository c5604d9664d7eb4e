import { type Diagnostic, diagnostic, type Place, sortDiagnostics } from '../../diagnostic/index.ts';
import { readByStates } from './by-states.ts';
import { decode } from './decode.ts';
import { Document, MAX_PROBLEMS } from './document.ts';
import { nameOf } from './explain/index.ts';
import type { LocatedTable } from './located.ts';
import { readQuickly } from './quick.ts';
import type { Use11 } from './uses11.ts';

const DEFAULT_DEPTH = 128;
const DEFAULT_BYTES = 16 * 1024 * 1024;
const DEFAULT_VALUES = 1_000_000;

/** Never allowed in a TOML file, not even in a comment (TOML 1.1, sections Preliminaries and Comment). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are exactly the characters TOML forbids
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|\r(?!\n)|[\ud800-\udfff]/gu;
/** No control character, not even CR. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const SUSPECT = /[\u0000-\u0008\u000b-\u001f\u007f]/;

export interface TomlSource {
  /** As shown in places. */
  readonly file: string;
  /** Bytes must be UTF-8; a byte order mark is passed over. */
  readonly text: string | Uint8Array;
}

export interface TomlOptions {
  /** With '1.0', constructs that came with 1.1 are errors. Default '1.1'. */
  readonly version?: '1.0' | '1.1';
  /** Most tables and arrays inside one another. Default 128. */
  readonly maxDepth?: number;
  /** Largest file, in bytes. Default 16 MiB. */
  readonly maxBytes?: number;
  /** Most keys and list items together. Default 1,000,000. */
  readonly maxValues?: number;
}

export interface TomlResult {
  /** Absent when there are errors. */
  readonly root?: LocatedTable;
  /** Errors in the order of the file, at most 20. */
  readonly diagnostics: readonly Diagnostic[];
  /** Where the file uses what TOML 1.0 does not have, so that a caller can warn about portability. */
  readonly uses11: readonly Use11[];
}

/**
 * Reads a TOML file into a tree in which every key and value has its place. Never throws on any input. After a syntax
 * error, reading goes on at the next statement where that cannot lead to false errors.
 */
export function parseToml(source: TomlSource, options: TomlOptions = {}): TomlResult {
  const decoded = decode(source.file, source.text, options.maxBytes ?? DEFAULT_BYTES);
  if ('problem' in decoded) return { diagnostics: [decoded.problem], uses11: [] };
  const document = new Document(source.file, decoded.text);
  const ordinary = isOrdinary(document.text);
  const forbidden = ordinary ? [] : forbiddenCharacters(document);
  const { maxDepth = DEFAULT_DEPTH, maxValues = DEFAULT_VALUES } = options;
  const limits = { maxDepth, maxValues };
  const left = ordinary ? readQuickly(document, limits) : 0;
  if (left < document.text.length) readByStates(document, left, limits);
  const old = options.version === '1.0' ? document.uses11.map(notIn10) : [];
  const problems = [...forbidden, ...withoutEchoes(document.problems, forbidden), ...old];
  if (problems.length === 0) return { root: document.root, diagnostics: [], uses11: document.uses11 };
  return { diagnostics: sortDiagnostics(problems).slice(0, MAX_PROBLEMS), uses11: document.uses11 };
}

/** Whether all characters are ones that any file may have: a look that is four times as quick, and that almost all pass. */
function isOrdinary(text: string): boolean {
  return !SUSPECT.test(text) && text.isWellFormed();
}

/** One error for each line that has forbidden characters. */
function forbiddenCharacters(document: Document): Diagnostic[] {
  const found: Diagnostic[] = [];
  let lastLine = 0;
  for (const { index } of document.text.matchAll(FORBIDDEN)) {
    const place = document.lines.place(index, index + 1);
    if (place.line === lastLine) continue;
    lastLine = place.line;
    found.push(forbiddenCharacter(document.text, index, place));
    if (found.length === MAX_PROBLEMS) break;
  }
  return found;
}

function forbiddenCharacter(text: string, index: number, place: Place): Diagnostic {
  const lonelyReturn = text[index] === '\r';
  return diagnostic({
    code: 'SW2021',
    message: lonelyReturn
      ? 'a carriage return (U+000D) stands without a line feed'
      : `${nameOf(text, index)} is not allowed in a TOML file`,
    place,
    hint: lonelyReturn
      ? 'save the file with LF or CRLF line ends'
      : 'remove it; in a string between double quotes, \\u0000 with its code stands for it',
  });
}

/** What a forbidden character breaks on its line is not news. */
function withoutEchoes(problems: readonly Diagnostic[], forbidden: readonly Diagnostic[]): Diagnostic[] {
  const lines = new Set(forbidden.map((problem) => problem.place?.line));
  return problems.filter((problem) => !lines.has(problem.place?.line));
}

function notIn10({ what, instead, place }: Use11): Diagnostic {
  return diagnostic({
    code: 'SW2020',
    message: `${what} needs TOML 1.1, and this file is read as TOML 1.0`,
    place,
    hint: instead,
  });
}
