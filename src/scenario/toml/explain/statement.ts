import { type Diagnostic, diagnostic } from '../../../diagnostic/index.ts';
import { explainUnclosedTable } from './container.ts';
import {
  charAt,
  contentEnd,
  isLookalike,
  LETTER,
  lineEnd,
  nameOf,
  placeAt,
  quoted,
  shown,
  type View,
} from './view.ts';

/** A line that begins with something no statement begins with. */
export function explainStatement(view: View): Diagnostic {
  return diagnostic({
    code: 'SW2001',
    message: `a statement cannot begin with ${nameOf(view.text, view.at)}`,
    place: placeAt(view),
    expected: 'a key, a [table] header or a comment',
    hint: statementHint(view),
  });
}

function statementHint({ text, at }: View): string {
  if (isTemplateTag(text, at)) return templateHint;
  if (isLookalike(text, at)) return 'replace the character by the plain one';
  const char = charAt(text, at);
  if (char === '{') {
    return at === 0 ? 'the file looks like JSON; write it as TOML' : 'give the table a key: key = { … }';
  }
  if (char === ']' || char === '}') {
    return 'the bracket closes nothing; remove it, or look for the one that opens it';
  }
  if (char === '=') return 'write a key before the =';
  if (text.startsWith('//', at) || char === ';') return 'comments begin with #';
  if (LETTER.test(char)) return `put the key in quotes: ${quoted(firstWord(text, at))} = …`;
  return 'write key = value, or put a # before a comment';
}

/** A key, or a part of one, that is not there or cannot be read. */
export function explainKey(view: View): Diagnostic {
  const { text, at, opened } = view;
  const unclosed = opened.length > 0 ? explainUnclosedTable(view) : undefined;
  if (unclosed !== undefined) return unclosed;
  return diagnostic({
    code: 'SW2002',
    message: `a key is expected, but there is ${nameOf(text, at)}`,
    place: placeAt(view),
    expected: 'a key of letters, digits, _ and -, or a key in quotes',
    hint: keyHint(view),
  });
}

function keyHint({ text, at, opened, statement }: View): string {
  if (isTemplateTag(text, at) || isTemplateTag(text, at - 1)) return templateHint;
  if (isLookalike(text, at)) return 'replace the character by the plain one';
  const char = charAt(text, at);
  if (LETTER.test(char)) return `put the key in quotes: ${quoted(firstWord(text, at))}`;
  if (char === ',' && opened.length > 0) return 'remove the extra comma';
  if (text.slice(statement, at).trimEnd().endsWith('.')) {
    return 'write a key after the point, or remove the point';
  }
  return 'an empty key, if it is meant, is written ""';
}

/** Something other than `=` after a key. */
export function explainEquals(view: View): Diagnostic {
  const { text, at, token } = view;
  const written = shown(text.slice(token, at).trimEnd());
  const char = charAt(text, at);
  return diagnostic({
    code: 'SW2003',
    message: `after the key ${written} there is ${nameOf(text, at)} instead of =`,
    place: placeAt(view),
    expected: '=',
    hint: equalsHint(view, char),
    fix: char === ':' ? { title: 'replace : by =', place: placeAt(view), text: ' =' } : undefined,
  });
}

function equalsHint({ text, at, token, opened }: View, char: string): string {
  if (text.startsWith('"""', token) || text.startsWith("'''", token)) {
    return 'a key has one quote on each side';
  }
  if (text.slice(token, at).trimEnd() === '-') return 'a list is written key = ["a", "b"]';
  if (char === ':') return 'TOML writes key = value, with = instead of :';
  if (isLookalike(text, at)) return 'replace the character by the plain one';
  const line = text.slice(token, opened.length > 0 ? at : lineEnd(text, at));
  const key = line.split('=', 1)[0]?.trimEnd() ?? '';
  if (line.includes('=')) {
    return `a key with other characters than letters, digits, _ and - needs quotes: ${quoted(shown(key))}`;
  }
  if (char === '' || char === '\n' || char === '\r' || char === '#') {
    return 'write key = value; every key needs a value';
  }
  return 'put = between the key and its value';
}

/** More text on the line after a value or header is complete. */
export function explainAfter(view: View): Diagnostic {
  const { lines, text, at, statement } = view;
  const end = Math.max(contentEnd(text, at), at + 1);
  const what = text[statement] === '[' ? 'header' : 'value';
  return diagnostic({
    code: 'SW2006',
    message: `after the ${what} there is more text: ${shown(text.slice(at, end))}`,
    place: lines.place(at, end),
    expected: 'the end of the line, or a comment',
    hint: afterHint(view, what),
  });
}

function afterHint({ text, at, token }: View, what: 'header' | 'value'): string {
  const char = charAt(text, at);
  const quote = text[at - 1] ?? '';
  if (char === ',' || char === ';') return 'remove it; keys are separated by line breaks';
  if (text.startsWith('//', at)) return 'comments begin with #';
  if (what === 'header' && char === ']') return 'a header of a list has two brackets on both sides: [[name]]';
  if (what === 'header') return 'write the keys of the table on the lines below its header';
  if (char === ']' || char === '}') return 'the bracket closes nothing; remove it';
  if ((text[token] === '"' || text[token] === "'") && quote === text[token]) return innerQuoteHint(quote);
  return 'put each key on a line of its own, or put the whole value in quotes';
}

function innerQuoteHint(quote: string): string {
  return quote === '"'
    ? 'the string ends at the quote before; write \\" for a quote inside it'
    : "the string ends at the quote before; text with ' in it needs double quotes";
}

/** A `[header]` or `[[header]]` that is not closed or holds something else than keys and points. */
export function explainHeader(view: View): Diagnostic {
  const { lines, text, at, statement } = view;
  const list = text.startsWith('[[', statement);
  const close = list ? ']]' : ']';
  const header = shown(text.slice(statement, at).trimEnd());
  return diagnostic({
    code: 'SW2016',
    message: `the header ${header} goes on with ${nameOf(text, at)}`,
    place: lines.place(at, at + Math.max(1, charAt(text, at).length)),
    expected: `a point and another key, or ${close}`,
    hint: headerHint(view, close),
  });
}

function headerHint({ text, at }: View, close: string): string {
  const char = charAt(text, at);
  if (char === '' || char === '\n' || char === '\r' || char === '#') return `close the header with ${close}`;
  if (char === ']' || text[at - 1] === ']') {
    return 'a header of a list has two brackets on both sides: [[name]]';
  }
  if (char === '=') return 'a header has no =; write the keys on the lines below it';
  return 'a key with other characters than letters, digits, _ and - needs quotes: ["a b"]';
}

const templateHint = 'this looks like a template tag; a template has to end in .njk, .j2 or .tera';

function isTemplateTag(text: string, at: number): boolean {
  return text.startsWith('{{', at) || text.startsWith('{%', at) || text.startsWith('{#', at);
}

function firstWord(text: string, at: number): string {
  return shown(/^[^\s=.[\]{},#"']+/u.exec(text.slice(at, at + 80))?.[0] ?? '');
}
