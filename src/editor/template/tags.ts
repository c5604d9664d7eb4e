/** A tag of a template, with its delimiters. Offsets; `end` exclusive. */
export interface Tag {
  readonly kind: 'output' | 'block' | 'comment';
  readonly start: number;
  readonly end: number;
  /** False while it is being typed: it then ends with its line. */
  readonly closed: boolean;
}

const OPENING = /\{[{%#]/g;
const kinds = { '{{': 'output', '{%': 'block', '{#': 'comment' } as const;
const closings = { output: '}}', block: '%}', comment: '#}' } as const;

/** Every tag of a template, also one that is not closed yet. Linear in the text. */
export function tagsIn(text: string): readonly Tag[] {
  const tags: Tag[] = [];
  let line = -1;
  const lastComment = text.lastIndexOf('#}');
  OPENING.lastIndex = 0;
  for (let found = OPENING.exec(text); found !== null; found = OPENING.exec(text)) {
    const { 0: opening, index: start } = found;
    // As to the renderer, a shell's `${#list}` opens no comment.
    if (opening === '{#' && text[start - 1] === '$') continue;
    if (line < start) line = lineEnd(text, start);
    const kind = kinds[opening as keyof typeof kinds]; // The pattern matches nothing else.
    const close =
      kind === 'comment' ? commentEnd(start) : codeEnd(text, start, { closing: closings[kind], line });
    const end = close === -1 ? line : close + 2;
    tags.push({ kind, start, end, closed: close !== -1 });
    OPENING.lastIndex = Math.max(end, start + 2);
  }
  return tags;

  function commentEnd(start: number): number {
    if (lastComment < start) return -1;
    return text.indexOf('#}', start + 2);
  }
}

/** An end that a quote may have hidden is looked for within so many characters. */
const NEAR = 1000;

interface CodeOptions {
  readonly closing: string;
  /** Where the line ends. */
  readonly line: number;
}

/** Where the closing delimiter begins, outside of texts in quotes; -1 without one. A tag may span lines, but no other tag. */
function codeEnd(text: string, start: number, { closing, line }: CodeOptions): number {
  let quote = '';
  for (let at = start + 2; at < text.length; at++) {
    const char = text[at] ?? '';
    if (quote !== '') {
      if (char === quote) quote = '';
      else if (char === '\n') break;
    } else if (text.startsWith(closing, at)) return at;
    else if (char === '"' || char === "'" || char === '`') quote = char;
    else if (char === '{' && /[{%#]/.test(text[at + 1] ?? '')) break;
  }
  const hidden = text.slice(start, Math.min(line, start + NEAR)).indexOf(closing, 2);
  return hidden === -1 ? -1 : start + hidden;
}

function lineEnd(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  if (end === -1) return text.length;
  return text[end - 1] === '\r' ? end - 1 : end;
}

/**
 * The text with its tags blotted out, offset by offset, so that it can be read as TOML: a value that a tag prints
 * becomes a word, everything else white space. Lines stay.
 */
export function withoutTags(text: string, tags: readonly Tag[]): string {
  const pieces: string[] = [];
  let end = 0;
  for (const tag of tags) {
    pieces.push(text.slice(end, tag.start), blotted(text, tag));
    end = tag.end;
  }
  return pieces.join('') + text.slice(end);
}

function blotted(text: string, { kind, start, end }: Tag): string {
  return text.slice(start, end).replace(/[^\r\n]/g, kind === 'output' ? '_' : ' ');
}

/** The tag that an offset stands in: behind its opening and before its closing delimiter. */
export function tagAt(tags: readonly Tag[], offset: number): Tag | undefined {
  return tags.find(
    ({ start, end, closed }) => offset >= start + 2 && (closed ? offset <= end - 2 : offset <= end),
  );
}

/** Whether a stretch touches a tag. Tags do not overlap, so only the last that begins before its end can. */
export function touchesTag(
  tags: readonly Tag[],
  { start, end }: { readonly start: number; readonly end: number },
): boolean {
  let low = 0;
  let high = tags.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tags[middle]?.start ?? 0) < end) low = middle + 1;
    else high = middle;
  }
  return (tags[low - 1]?.end ?? 0) > start;
}
