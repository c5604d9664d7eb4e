import type { Place } from '../../diagnostic/index.ts';
import { tokenize } from '../format/index.ts';
import type { KeyPath } from '../path.ts';
import type { ScenarioFile } from '../schema/file.ts';
import { type LocatedTable, locate, parseToml } from '../toml/index.ts';
import type { Comment } from './comments.ts';

export interface CarryInput {
  /** What the comments are to be written into: the model, printed. */
  readonly printed: string;
  readonly model: ScenarioFile;
  /** The text that the comments come from, and places in it. */
  readonly old: string;
  /** Whether the old text is a template; places are those in the template then. */
  readonly isTemplate: boolean;
  readonly locateOld: (path: KeyPath) => Place;
  readonly comments: readonly Comment[];
}

export interface Carried {
  readonly text: string;
  /** Comments about what is not in the new text. */
  readonly lost: readonly Comment[];
}

/** Puts each comment beside what it stood beside before, wherever that is now; the last ones of a file stay the last. */
export function carryComments({ printed, model, comments, ...rest }: CarryInput): Carried {
  const { root } = parseToml({ file: '', text: printed });
  if (!root || comments.length === 0) return { text: printed, lost: comments };
  const become = whatLinesBecome(model, rest.locateOld, headerNames(rest.old, rest.isTemplate));
  const sheet = new Sheet(printed);
  const lost = comments.filter((comment) => {
    if (comment.owners.length === 0) {
      sheet.below(comment);
      return false;
    }
    const path = comment.owners.map((line) => become(line)).find((each) => each !== undefined);
    if (path === undefined) return true;
    sheet.beside(lineOf(root, path), comment);
    return false;
  });
  return { text: sheet.text(), lost };
}

function lineOf(root: LocatedTable, path: KeyPath): number {
  const { key, value } = locate(root, path);
  return (key ?? value).line;
}

/**
 * What a line of the old text has become. A header is that which still has its name, the innermost if several do. A key
 * is the outermost thing that it has become, or the one value in that.
 */
function chosen(paths: readonly KeyPath[], header: string | undefined): KeyPath | undefined {
  if (header === undefined) return innermostOnly(paths);
  const named = paths.filter((path) => path.findLast((step) => typeof step === 'string') === header);
  return named.at(-1) ?? paths[0];
}

/** From the first path inwards, as long as there is one way only. Outer paths stand before inner ones. */
function innermostOnly([first, ...others]: readonly KeyPath[]): KeyPath | undefined {
  if (first === undefined) return undefined;
  const inner = others.filter((path) => first.every((step, at) => path[at] === step));
  const next = inner.filter((path) => path.length === first.length + 1);
  return next.length === 1 && typeof next[0]?.at(-1) === 'string' ? innermostOnly(inner) : first;
}

/** The path of the model that a line of the old text has become; found once for each line. */
function whatLinesBecome(
  model: ScenarioFile,
  locateOld: (path: KeyPath) => Place,
  headers: ReadonlyMap<number, string>,
): (line: number) => KeyPath | undefined {
  const paths = pathsByLine(model, locateOld);
  const known = new Map<number, KeyPath | undefined>();
  return (line) => {
    if (!known.has(line)) known.set(line, chosen(paths.get(line) ?? [], headers.get(line)));
    return known.get(line);
  };
}

/** Every path of a model by the line that it comes from, outer ones first. */
function pathsByLine(
  model: ScenarioFile,
  locateOld: (path: KeyPath) => Place,
): ReadonlyMap<number, readonly KeyPath[]> {
  const lines = new Map<number, KeyPath[]>();
  const queue: { readonly path: KeyPath; readonly value: unknown }[] = [{ path: [], value: model }];
  for (const { path, value } of queue) {
    if (value === undefined) continue;
    if (path.length > 0) {
      const { line } = locateOld(path);
      const known = lines.get(line);
      if (known) known.push(path);
      else lines.set(line, [path]);
    }
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      queue.push({ path: [...path, Array.isArray(value) ? Number(key) : key], value: inner });
    }
  }
  return lines;
}

/** The last part of the name of each header, by its line. */
function headerNames(text: string, isTemplate: boolean): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  let line = 1;
  let isStart = true;
  let header = false;
  let depth = 0;
  for (const { kind, text: token } of tokenize(text, isTemplate)) {
    if (kind === 'newline' && depth === 0) isStart = true;
    else if (isStart && kind !== 'space') {
      header = token === '[';
      isStart = false;
    }
    if (kind === 'mark') depth += '[{'.includes(token) ? 1 : ']}'.includes(token) ? -1 : 0;
    if (header && (kind === 'word' || kind === 'string')) names.set(line, lastPart(token, kind));
    if (kind === 'newline' && depth === 0) header = false;
    line += token.split('\n').length - 1;
  }
  return names;
}

function lastPart(token: string, kind: 'word' | 'string'): string {
  return kind === 'string' ? token.slice(1, -1) : (token.split('.').at(-1) ?? token);
}

/** Lines of a text, to write comments between. */
class Sheet {
  private readonly lines: readonly string[];
  /** Line of the beginning of the statement that goes on at a line. */
  private readonly starts: readonly number[];
  private readonly above = new Map<number, string[]>();
  private readonly behind = new Map<number, string>();
  private readonly end: string[] = [];

  constructor(text: string) {
    this.lines = text.split('\n');
    this.starts = startsOf(text);
  }

  beside(line: number, { text, trailing, gap }: Comment): void {
    const start = this.starts[line] ?? line;
    const alone = this.starts[line + 1] !== start && start === line;
    if (trailing && alone && !this.behind.has(line)) {
      this.behind.set(line, text);
      return;
    }
    const above = this.above.get(start) ?? [];
    if (gap && above.length > 0) above.push('');
    above.push(text);
    this.above.set(start, above);
  }

  below({ text, gap }: Comment): void {
    this.end.push(...(gap || this.end.length === 0 ? [''] : []), text);
  }

  text(): string {
    const lines = this.lines.flatMap((line, index) => {
      const behind = this.behind.get(index + 1);
      return [...(this.above.get(index + 1) ?? []), behind === undefined ? line : `${line} ${behind}`];
    });
    return [...lines, ...this.end].join('\n');
  }
}

/** By line, from 1. */
function startsOf(text: string): number[] {
  const starts: number[] = [];
  let line = 1;
  let depth = 0;
  let start = 1;
  for (const { kind, text: token } of tokenize(text, false)) {
    for (const last = line + token.split('\n').length - 1; ; line++) {
      starts[line] = start;
      if (line === last) break;
    }
    if (kind === 'mark') depth += '[{'.includes(token) ? 1 : ']}'.includes(token) ? -1 : 0;
    if (kind === 'newline' && depth === 0) start = line;
    if (kind === 'newline') starts[line] = start;
  }
  return starts;
}
