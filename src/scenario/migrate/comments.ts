import type { Place } from '../../diagnostic/index.ts';
import { tokenize } from '../format/tokens.ts';

export interface Comments {
  /** The text above the first key or header: comments and empty lines. */
  readonly leading: string;
  /** Places of all further comments. */
  readonly others: readonly Place[];
}

/** The comments of a TOML file. */
export function commentsOf(text: string, file: string): Comments {
  const tokens = tokenize(text, false);
  const start = tokens.findIndex(({ kind }) => !['space', 'newline', 'comment'].includes(kind));
  const head = start === -1 ? tokens : tokens.slice(0, start);
  const others: Place[] = [];
  let line = 1;
  let column = 1;
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'comment' && index >= head.length) {
      others.push({ file, line, column, length: token.text.length });
    }
    const breaks = token.text.split('\n');
    line += breaks.length - 1;
    column = (breaks.length > 1 ? 1 : column) + (breaks.at(-1)?.length ?? 0);
  }
  return { leading: head.map((token) => token.text).join(''), others };
}
