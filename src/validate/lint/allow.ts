import { type Diagnostic, diagnostic, nearest, type Place } from '../../diagnostic/index.ts';
import { isTemplate, type LoadedFile, tokenize } from '../../scenario/index.ts';
import { commentsIn, type Lines } from './comments.ts';
import { lintRuleByCode, lintRuleNames } from './names.ts';

/** A rule named in a comment. */
export interface Allowance {
  readonly name: string;
  /** Of the name. */
  readonly place: Place;
  /** The lines it is about, both included; undefined for the whole file. */
  readonly lines: Lines | undefined;
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
    const lines = word === 'allow' ? comment.about : undefined;
    for (const { 0: name, index } of comment.text.slice(head.length).matchAll(/[^\s,]+/g)) {
      if (found.length === MAX_ALLOWANCES) return found;
      const column = comment.column + head.length + index;
      found.push({ name, lines, place: { file, line: comment.line, column, length: name.length } });
    }
  }
  return found;
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

const names: ReadonlyMap<string, string> = new Map(Object.entries(lintRuleByCode));

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
