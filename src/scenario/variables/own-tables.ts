import { type Token, tokenize } from '../format/index.ts';
import { keyParts } from './key.ts';

/** A table of a template that its own rendering depends on. */
export type Space = 'vars' | 'matrix' | 'determinism';

/** A key of such a table, such as `vars.url`. */
export type Id = `${Space}.${string}`;

export function isIn(id: Id, space: Space): boolean {
  return id.startsWith(`${space}.`);
}

/** The key without its table; empty for a table that is written as one value. */
export function nameOf(id: Id): string {
  return id.slice(id.indexOf('.') + 1);
}

export function namesIn(space: Space, ids: Iterable<Id>): Set<string> {
  return new Set([...ids].filter((id) => isIn(id, space)).map(nameOf));
}

/** Offsets in the text: from the first character to behind the last. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A part of the text that says something of these keys: a statement, or a block of tags with statements in it. */
export interface Unit extends Range {
  readonly ids: ReadonlySet<Id>;
  /** Has template tags in it, so its value has to be rendered. */
  readonly tagged: boolean;
}

export interface OwnTables {
  readonly units: readonly Unit[];
  /** `[vars]`, `[template.vars]`, `[matrix]` and `[determinism]` themselves. */
  readonly headers: readonly Range[];
  /** Tags outside of everything that define what tags after them may use: macros, imports and variables. */
  readonly definitions: readonly Range[];
}

const OPENING = new Set(['if', 'for', 'block', 'switch', 'asyncEach', 'asyncAll', 'ifAsync']);
const DEFINING = new Set(['set', 'set_global', 'import', 'from', 'macro']);
const MAKING = new Set(['include', 'extends', 'call', 'filter', 'raw', 'verbatim']);
const NAME = /^\{%[-+]?\s*(\w+)/;

/**
 * Finds what a template says in its `[vars]` (in clnrm 0.6 also `[template.vars]`), `[matrix]` and `[determinism]`,
 * without rendering it. Strings and lists over several lines, dotted keys, inline tables and tables inside of these are
 * found, and so are statements inside of `{% if %}` and `{% for %}`. What only comes out of a tag is not, such as a
 * header in a macro. Linear in the length of the text.
 */
export function ownTablesOf(text: string): OwnTables {
  if (!/vars|matrix|determinism/.test(text)) return { units: [], headers: [], definitions: [] };
  const scan = new Scan();
  // `{#` after `$` is no tag but the length of a shell's list (see the lexer of src/render).
  for (const token of tokenize(text.replaceAll('${#', '$__'), true)) scan.take(token);
  return scan.finish();
}

/** A statement, or what stands in the place of one. */
interface Statement extends Range {
  /** Undefined when it cannot be told what it sets. */
  readonly id: Id | 'header' | 'other' | undefined;
  readonly tagged: boolean;
}

class Scan {
  private offset = 0;
  /** Undefined behind a tag that may have made a header. */
  private header: readonly string[] | undefined = [];
  /** Tokens of the present statement but for spaces, and where it begins. */
  private tokens: Token[] = [];
  private start = 0;
  private brackets = 0;
  private readonly statements: Statement[] = [];
  /** Outermost blocks of tags. */
  private readonly blocks: Range[] = [];
  private blockStart = 0;
  private depth = 0;
  private readonly definitions: Range[] = [];

  take(token: Token): void {
    const start = this.offset;
    this.offset += token.text.length;
    if (token.kind === 'tag') this.tag(token, start);
    else if (token.kind === 'newline' && this.brackets === 0) this.end(start);
    else if (token.kind !== 'space' && token.kind !== 'newline') this.add(token, start);
    else if (this.tokens.length > 0) this.tokens.push(token);
  }

  finish(): OwnTables {
    this.end(this.offset);
    if (this.depth > 0) this.blocks.push({ start: this.blockStart, end: this.offset });
    return { ...this.unitsAndHeaders(), definitions: this.definitions };
  }

  private add(token: Token, start: number): void {
    if (this.tokens.length === 0) this.start = start;
    this.tokens.push(token);
    if (token.kind !== 'mark') return;
    if (token.text === '[' || token.text === '{') this.brackets++;
    else if (token.text === ']' || token.text === '}') this.brackets = Math.max(0, this.brackets - 1);
  }

  private tag(token: Token, start: number): void {
    const name = NAME.exec(token.text)?.[1];
    const isFirst = this.tokens.length === 0;
    if (name !== undefined && OPENING.has(name)) {
      if (this.depth++ === 0) this.blockStart = start;
    } else if (name?.startsWith('end') && this.depth > 0) {
      if (--this.depth === 0) this.blocks.push({ start: this.blockStart, end: this.offset });
    } else if (isFirst && name !== undefined && DEFINING.has(name)) {
      if (this.depth === 0) this.definitions.push({ start, end: this.offset });
    } else if (isFirst && makesText(token.text, name)) {
      this.header = undefined;
      this.add(token, start);
      return;
    }
    if (!isFirst) this.tokens.push(token);
  }

  /** At the end of a statement. */
  private end(end: number): void {
    const { tokens, start } = this;
    this.tokens = [];
    this.brackets = 0;
    if (tokens[0]?.text === '[') {
      this.endHeader(tokens.slice(0, tokens.findLastIndex(({ text }) => text === ']') + 1));
      return;
    }
    const said = tokens.filter(({ kind }) => kind !== 'comment' && kind !== 'newline');
    if (said.every(({ kind }) => kind === 'space')) return;
    const tagged = tokens.some((each) => each.tagged);
    this.statements.push({ start, end, tagged, id: this.read(said) });
  }

  /** What stands behind the brackets, such as a comment, does not belong to it. */
  private endHeader(tokens: readonly Token[]): void {
    this.header = keyParts(tokens.filter(({ text }) => text !== '[' && text !== ']'));
    const id = this.header && idOf(this.header);
    const length = tokens.reduce((sum, { text }) => sum + text.length, 0);
    this.statements.push({
      start: this.start,
      end: this.start + length,
      tagged: tokens.some((each) => each.tagged),
      id: id?.endsWith('.') ? 'header' : id,
    });
  }

  private read(tokens: readonly Token[]): Statement['id'] {
    const equals = tokens.findIndex(({ kind, text }) => kind === 'mark' && text === '=');
    const key = equals < 1 ? undefined : keyParts(tokens.slice(0, equals));
    return key && this.header && idOf([...this.header, ...key]);
  }

  /** Statements are put together with the blocks that reach into them. */
  private unitsAndHeaders(): Pick<OwnTables, 'units' | 'headers'> {
    const blocks = this.blocks.map((block): Part => ({ ...block, id: null, tagged: true }));
    const parts = [...this.statements, ...blocks].sort((a, b) => a.start - b.start || b.end - a.end);
    const units: Unit[] = [];
    const headers: Range[] = [];
    for (const { start, end, together } of overlapping(parts)) {
      const ids = together.map(({ id }) => id).filter((id) => id !== null);
      const tagged = together.some((part) => part.tagged);
      if (ids.length > 0 && ids.every(isId)) units.push({ start, end, ids: new Set(ids), tagged });
      else if (ids[0] === 'header' && together.length === 1 && !tagged) headers.push({ start, end });
    }
    return { units, headers };
  }
}

/** A statement, or a block of tags, which sets nothing by itself. */
type Part = Range & { readonly id: Statement['id'] | null; readonly tagged: boolean };

/** Parts in order of their start, those that overlap put together. */
function* overlapping(parts: readonly Part[]): Generator<Range & { readonly together: readonly Part[] }> {
  let together: Part[] = [];
  let end = 0;
  for (const part of parts) {
    if (together.length > 0 && part.start >= end) {
      yield { start: together[0]?.start ?? 0, end, together };
      together = [];
    }
    together.push(part);
    end = together.length === 1 ? part.end : Math.max(end, part.end);
  }
  if (together.length > 0) yield { start: together[0]?.start ?? 0, end, together };
}

function isId(id: Statement['id']): id is Id {
  return id !== undefined && id !== 'header' && id !== 'other';
}

/** Whether a tag may put statements where it stands. */
function makesText(tag: string, name: string | undefined): boolean {
  return tag.startsWith('{{') || (name !== undefined && MAKING.has(name));
}

/** Of a path in the file; the name is empty for one of the tables itself. */
function idOf(path: readonly string[]): Id | 'other' {
  const [first, second, third] = path;
  if (first === 'vars' || first === 'matrix' || first === 'determinism') return `${first}.${second ?? ''}`;
  return first === 'template' && second === 'vars' ? `vars.${third ?? ''}` : 'other';
}
