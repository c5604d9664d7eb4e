import { type Diagnostic, diagnostic, nearest, type Place } from '../../diagnostic/index.ts';
import { isTemplate, type LoadedFile, type Token, tokenize } from '../../scenario/index.ts';
import { type LintRuleName, lintRuleNames } from './names.ts';
import { lintRules } from './rules.ts';

/** A rule named in a comment. */
export interface Allowance {
  readonly name: string;
  /** Of the name. */
  readonly place: Place;
  /** The lines it is about, both included; undefined for the whole file. */
  readonly lines: { readonly first: number; readonly last: number } | undefined;
}

/** A file with more has another problem; the rest has no effect. */
const MAX_ALLOWANCES = 1000;

const COMMENT = /^#[ \t]*spanwright:[ \t]*(allow|allow-file)(?=[ \t]|$)/;

/**
 * What the comments of a file allow. `# spanwright: allow RULE` is about the statement it stands behind, or about the
 * next one when it has a line of its own; inside a value over several lines it is about its line or the next one.
 * `# spanwright: allow-file RULE` is about the file. Several rules are separated by spaces or commas.
 */
export function allowancesIn({ file, text }: Pick<LoadedFile, 'file' | 'text'>): Allowance[] {
  if (!text.includes('spanwright:')) return [];
  const found: Allowance[] = [];
  for (const comment of commentsIn(tokenize(text, isTemplate(file, text)))) {
    const [head, word] = COMMENT.exec(comment.text) ?? [];
    if (head === undefined) continue;
    const lines = word === 'allow' ? comment.covers : undefined;
    for (const { 0: name, index } of comment.text.slice(head.length).matchAll(/[^\s,]+/g)) {
      if (found.length === MAX_ALLOWANCES) return found;
      const column = comment.column + head.length + index;
      found.push({ name, lines, place: { file, line: comment.line, column, length: name.length } });
    }
  }
  return found;
}

interface Comment {
  readonly text: string;
  readonly line: number;
  readonly column: number;
  /** The lines of what it stands at; the last may still be to come. */
  readonly covers: { first: number; last: number };
}

function commentsIn(tokens: readonly Token[]): Comment[] {
  const comments: Comment[] = [];
  /** Those with a line of their own that wait for the statement below, and those of the statement being read. */
  let waiting: Comment[] = [];
  let current: Comment[] = [];
  let at = { line: 1, column: 1 };
  let depth = 0;
  /** Where the statement being read begins; undefined before its first token. */
  let start: number | undefined;
  /** Whether something stands on the line already. */
  let isLineBegun = false;
  for (const { kind, text } of tokens) {
    const { line, column } = at;
    if (kind === 'comment') {
      const isInside = depth > 0;
      const first = isInside ? (isLineBegun ? line : line + 1) : (start ?? line + 1);
      const comment = { text, line, column, covers: { first, last: isInside ? first : line } };
      comments.push(comment);
      if (!isInside && start === undefined) waiting.push(comment);
    } else if (kind === 'newline') {
      isLineBegun = false;
      if (depth === 0 && start !== undefined) {
        for (const each of current) each.covers.last = line;
        current = [];
        start = undefined;
      }
    } else if (kind !== 'space') {
      isLineBegun = true;
      if (start === undefined) {
        start = line;
        for (const each of waiting) each.covers.first = line;
        current = waiting;
        waiting = [];
      }
      if (kind === 'mark' && '[{'.includes(text)) depth++;
      if (kind === 'mark' && ']}'.includes(text)) depth = Math.max(0, depth - 1);
    }
    at = after(at, text);
  }
  for (const each of current) each.covers.last = at.line;
  return comments;
}

function after({ line, column }: { line: number; column: number }, text: string) {
  const feeds = text.split('\n');
  const last = feeds.at(-1) ?? '';
  return feeds.length === 1
    ? { line, column: column + text.length }
    : { line: line + feeds.length - 1, column: last.length + 1 };
}

interface Allowing {
  readonly file: string;
  readonly allowances: readonly Allowance[];
  /** Rules that are switched off, of which nothing can be said. */
  readonly allowed: ReadonlySet<string>;
}

/** The diagnostics that no comment allows, and one for each rule that a comment names in vain. */
export function withoutAllowed(
  found: readonly Diagnostic[],
  { file, allowances, allowed }: Allowing,
): Diagnostic[] {
  if (allowances.length === 0) return [...found];
  const byName = Map.groupBy(allowances, ({ name }) => name);
  const used = new Set<Allowance>();
  const left = found.filter(({ code, place }) => {
    const own = (byName.get(names.get(code) ?? '') ?? []).filter((each) => covers(each, file, place));
    for (const each of own) used.add(each);
    return own.length === 0;
  });
  if (allowed.has('allow-without-effect')) return left;
  const idle = allowances.filter((each) => !used.has(each) && !allowed.has(each.name));
  return [...left, ...idle.map(inVain)];
}

const names: ReadonlyMap<string, LintRuleName> = new Map(lintRules.map(({ code, name }) => [code, name]));

function covers({ lines }: Allowance, file: string, place: Place | undefined): boolean {
  if (lines === undefined) return true;
  return place?.file === file && place.line >= lines.first && place.line <= lines.last;
}

function inVain({ name, place, lines }: Allowance): Diagnostic {
  const known: readonly string[] = lintRuleNames;
  if (!known.includes(name)) {
    const meant = nearest(name, known);
    return diagnostic({
      code: 'SW4591',
      message: `there is no rule \`${name}\``,
      place,
      ...(meant === undefined
        ? { hint: '`spanwright lint --help` names the rules' }
        : { hint: `did you mean \`${meant}\`?` }),
    });
  }
  return diagnostic({
    code: 'SW4591',
    message: `\`${name}\` has nothing to say ${lines ? 'of the statement that this comment is about' : 'of this file'}`,
    place,
    hint: 'remove it',
  });
}
