import type { Statement } from './statements.ts';
import { type Token, withoutTrailingSpace } from './tokens.ts';
import { printValue } from './value.ts';

interface Line {
  readonly kind: Statement['kind'];
  readonly text: string;
}

/**
 * The text of statements: at most one blank line in a row, none at either end, and one before each header, above the
 * comments that stand directly on it. After a held line none is added: a tag there may belong to the header.
 */
export function layOut(statements: readonly Statement[], eol: string): string {
  const lines: Line[] = [];
  for (const statement of statements) {
    const line = { kind: statement.kind, text: printStatement(statement, eol) };
    if (line.kind === 'header') openParagraph(lines);
    if (line.kind !== 'blank' || followsText(lines)) lines.push(line);
  }
  if (lines.at(-1)?.kind === 'blank') lines.pop();
  return lines.map(({ text }) => text).join(eol);
}

function followsText(lines: readonly Line[]): boolean {
  const last = lines.at(-1);
  return last !== undefined && last.kind !== 'blank';
}

/** Adds the blank line above a header that comes next. */
function openParagraph(lines: Line[]): void {
  let start = lines.length;
  while (lines[start - 1]?.kind === 'comment') start--;
  const above = lines[start - 1]?.kind;
  if (above === 'pair' || above === 'header') lines.splice(start, 0, { kind: 'blank', text: '' });
}

function printStatement(statement: Statement, eol: string): string {
  switch (statement.kind) {
    case 'blank':
      return '';
    case 'comment':
      return statement.text;
    case 'header':
      return statement.text + behind(statement.comment);
    case 'pair': {
      const { label, value } = statement.item;
      const spot = { eol, indent: '', taken: label.length, mayBreak: true };
      return label + printValue(value, spot) + behind(statement.comment);
    }
    case 'held':
      return printHeld(statement.tokens, eol);
    default:
      return statement satisfies never;
  }
}

function behind(comment: string | undefined): string {
  return comment === undefined ? '' : ` ${comment}`;
}

/** As it was, but for the spaces at line ends outside tags and strings. */
function printHeld(tokens: readonly Token[], eol: string): string {
  return tokens
    .map(({ kind, text, tagged }, index) => {
      const next = tokens[index + 1]?.kind ?? 'newline';
      if (kind === 'space' && next === 'newline') return '';
      if (kind === 'comment' && !tagged) return withoutTrailingSpace(text);
      return kind === 'newline' ? eol : text;
    })
    .join('');
}
