import type { Place } from '../../diagnostic/index.ts';
import { type Token, tokenize } from '../format/index.ts';
import { isDefinition, isTemplateComment } from './tags.ts';

export interface Comment {
  readonly text: string;
  readonly place: Place;
  /** Whether it stands behind something on its line. */
  readonly trailing: boolean;
  /** Whether an empty line stands between it and the comment above. */
  readonly gap: boolean;
  /** Lines of what it says something about, the nearest first; none for a comment that nothing follows. */
  readonly owners: readonly number[];
}

export interface Comments {
  /** The text above the first key or header: comments and empty lines, and what a template defines. */
  readonly leading: string;
  /** All further comments, in order. */
  readonly others: readonly Comment[];
}

/** The comments of a TOML file, or of a template of one. One that stands by itself is about what comes next. */
export function commentsOf(
  text: string,
  { file, isTemplate }: { readonly file: string; readonly isTemplate: boolean },
): Comments {
  const tokens = tokenize(text, isTemplate);
  const start = tokens.findIndex((token) => !isVoid(token) && !isDefinition(token));
  const head = start === -1 ? tokens : tokens.slice(0, start);
  const reader = new CommentReader(file);
  for (const [at, token] of tokens.entries()) reader.take(token, at < head.length);
  return { leading: head.map((token) => token.text).join(''), others: reader.comments() };
}

function isVoid(token: Token): boolean {
  return token.kind === 'space' || token.kind === 'newline' || isComment(token);
}

function isComment(token: Token): boolean {
  return token.kind === 'comment' || isTemplateComment(token);
}

interface Open {
  readonly comment: Omit<Comment, 'owners'>;
  readonly owners: number[];
}

/** Goes through the tokens of a text once, keeping count of lines and brackets. */
class CommentReader {
  private readonly file: string;
  private readonly found: Open[] = [];
  /** Comments that wait for what comes next. */
  private waiting: Open[] = [];
  private line = 1;
  private column = 1;
  private depth = 0;
  /** Where the present statement begins; 0 between statements. */
  private statement = 0;
  /** Where something last stood that is no comment, and where a comment did. */
  private lastLine = 0;
  private lastComment = 0;

  constructor(file: string) {
    this.file = file;
  }

  comments(): Comment[] {
    return this.found.map(({ comment, owners }) => ({ ...comment, owners }));
  }

  take(token: Token, leading: boolean): void {
    if (isComment(token) && !leading) this.comment(token);
    else if (token.kind === 'newline' && this.depth === 0) this.statement = 0;
    else if (!isVoid(token)) this.content(token);
    this.move(token.text);
  }

  private comment({ text }: Token): void {
    const place = { file: this.file, line: this.line, column: this.column, length: text.length };
    const trailing = this.lastLine === this.line;
    const gap = !trailing && this.lastComment > 0 && this.lastComment < this.line - 1;
    const open: Open = { comment: { text: text.trimEnd(), place, trailing, gap }, owners: [] };
    this.found.push(open);
    this.lastComment = this.line;
    if (trailing) open.owners.push(...new Set([this.line, this.statement || this.line]));
    else {
      this.waiting.push(open);
    }
  }

  private content({ kind, text }: Token): void {
    if (this.statement === 0) this.statement = this.line;
    for (const { owners } of this.waiting) owners.push(...new Set([this.line, this.statement]));
    this.waiting = [];
    this.lastLine = this.line;
    if (kind !== 'mark') return;
    if (text === '[' || text === '{') this.depth++;
    else if (text === ']' || text === '}') this.depth--;
  }

  private move(text: string): void {
    const breaks = text.split('\n');
    this.line += breaks.length - 1;
    this.column = (breaks.length > 1 ? 1 : this.column) + (breaks.at(-1)?.length ?? 0);
  }
}
