/** Template tags in a text: where each ends, and how far what must not be touched because of it reaches. */

const TAG_START = /\{[{%#]/g;
const NAME = /^\{%[-+]?\s*(\w+)/;
const END_RAW = /\{%[-+]?\s*end(?:raw|verbatim)\s*[-+]?%\}/g;

/**
 * What these blocks hold becomes a value first, which may be put into a string later, so no space in them is neutral.
 * A `set` is such a block only without `=`.
 */
const capturing = ['macro', 'set', 'set_global', 'filter', 'call'];

/** Whether a template tag starts at an offset. */
export function isTagStart(text: string, at: number): boolean {
  return text[at] === '{' && '{%#'.includes(text[at + 1] ?? ' ');
}

/**
 * The offset after the tag that starts at an offset; for a tag that opens a macro, a captured block or raw text, the
 * offset after its end tag. The length of the text where the end is missing or cannot be told for sure.
 */
export function endOfTag(text: string, at: number): number {
  let end = endOfSingleTag(text, at);
  const open = [openedBy(text.slice(at, end))].filter((name) => name !== undefined);
  // Not by recursion: how deep blocks are nested is up to the file.
  while (open.length > 0 && end < text.length) {
    const innermost = open.at(-1);
    if (innermost === 'raw' || innermost === 'verbatim') {
      end = endOfMatch(END_RAW, text, end);
      open.pop();
      continue;
    }
    const start = startOfMatch(TAG_START, text, end);
    end = endOfSingleTag(text, start);
    const tag = text.slice(start, end);
    const opened = openedBy(tag);
    if (opened !== undefined) open.push(opened);
    else if (NAME.exec(tag)?.[1] === `end${innermost}`) open.pop();
  }
  return open.length > 0 ? text.length : end;
}

/**
 * Whether every branch and loop that begins in a text ends in it, and no other does. Where a string is unbalanced, its
 * quotes may belong to different branches, so that what looks like a string is none.
 */
export function isBalanced(text: string): boolean {
  let depth = 0;
  for (const [, end = '', name = ''] of text.matchAll(/\{%[-+]?\s*(end)?(if|for|block|el)/g)) {
    if (name === 'el' && depth === 0) return false;
    if (name !== 'el') depth += end ? -1 : 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** The name of the block that must be left whole and that a tag opens. */
function openedBy(tag: string): string | undefined {
  const name = NAME.exec(tag)?.[1] ?? '';
  if (name === 'raw' || name === 'verbatim') return name;
  const assigns = name.startsWith('set') && tag.includes('=');
  // Both kinds of `set` block end with `endset`.
  return capturing.includes(name) && !assigns ? name.replace('_global', '') : undefined;
}

function endOfSingleTag(text: string, at: number): number {
  if (text[at + 1] === '#') return after(text.indexOf('#}', at + 2), text);
  const stops = text[at + 1] === '{' ? /["'`]|\}\}/g : /["'`]|%\}/g;
  stops.lastIndex = at + 2;
  for (let stop = stops.exec(text); stop !== null; stop = stops.exec(text)) {
    if (stop[0].length === 2) return stops.lastIndex;
    const close = text.indexOf(stop[0], stops.lastIndex);
    // Nunjucks goes on after an escaped quote, and Tera ends the string there.
    if (close === -1 || text[close - 1] === '\\') return text.length;
    stops.lastIndex = close + 1;
  }
  return text.length;
}

function after(index: number, text: string): number {
  return index === -1 ? text.length : index + 2;
}

function startOfMatch(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}

function endOfMatch(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : text.length;
}
