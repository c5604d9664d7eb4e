import type { Token } from '../../scenario/index.ts';

/** Lines of a file from 1, both included; none where the last is before the first. */
export interface Lines {
  readonly first: number;
  readonly last: number;
}

/** A comment and what it stands at. */
export interface Comment {
  readonly text: string;
  readonly line: number;
  readonly column: number;
  /**
   * Of the statement that it stands behind, or of the next one when it has a line of its own. Inside a value over
   * several lines, its own line or the next one.
   */
  readonly about: Lines;
}

/** Every comment in a file, by its tokens, in linear time. */
export function commentsIn(tokens: readonly Token[]): Comment[] {
  const reader = new Reader();
  for (const token of tokens) reader.take(token);
  return reader.end();
}

interface OpenComment extends Comment {
  about: Lines;
}

class Reader {
  private readonly comments: OpenComment[] = [];
  private line = 1;
  private column = 1;
  /** Brackets that are open. */
  private depth = 0;
  /** Where the statement that is being read begins; undefined between two. */
  private start: number | undefined;
  /** Whether something other than a comment stands on the line already. */
  private isLineBegun = false;
  /** Comments above the statement that is being read, or that is to come. */
  private above: OpenComment[] = [];

  take(token: Token): void {
    if (token.kind === 'comment') this.comment(token.text);
    else if (token.kind === 'newline') this.newline();
    else if (token.kind !== 'space') this.other(token);
    this.advance(token.text);
  }

  end(): Comment[] {
    this.newline();
    return this.comments;
  }

  private comment(text: string): void {
    const { line, column, start, depth } = this;
    const nearest = depth > 0 && !this.isLineBegun ? line + 1 : line;
    const about = depth > 0 ? { first: nearest, last: nearest } : { first: start ?? line + 1, last: line };
    const comment = { text, line, column, about };
    this.comments.push(comment);
    if (start === undefined) this.above.push(comment);
  }

  private newline(): void {
    this.isLineBegun = false;
    if (this.depth > 0 || this.start === undefined) return;
    for (const comment of this.above) comment.about = { first: this.start, last: this.line };
    this.above = [];
    this.start = undefined;
  }

  private other({ kind, text }: Token): void {
    this.isLineBegun = true;
    this.start ??= this.line;
    if (kind !== 'mark') return;
    if (text === '[' || text === '{') this.depth++;
    else if (text === ']' || text === '}') this.depth = Math.max(0, this.depth - 1);
  }

  private advance(text: string): void {
    const feed = text.lastIndexOf('\n');
    if (feed === -1) {
      this.column += text.length;
      return;
    }
    this.line += text.split('\n').length - 1;
    this.column = text.length - feed;
  }
}
