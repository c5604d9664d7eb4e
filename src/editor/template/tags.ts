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
  OPENING.lastIndex = 0;
  for (let found = OPENING.exec(text); found !== null; found = OPENING.exec(text)) {
    // As to the renderer, a shell's `${#list}` opens no comment.
    if (found[0] === '{#' && text[found.index - 1] === '$') continue;
    const kind = kinds[found[0] as keyof typeof kinds]; // The pattern matches nothing else.
    const end =
      kind === 'comment' ? commentEnd(text, found.index) : codeEnd(text, found.index, closings[kind]);
    tags.push({ kind, start: found.index, ...end });
    OPENING.lastIndex = Math.max(end.end, found.index + 2);
  }
  return tags;
}

function commentEnd(text: string, start: number): { end: number; closed: boolean } {
  const close = text.indexOf('#}', start + 2);
  return close === -1 ? { end: lineEnd(text, start), closed: false } : { end: close + 2, closed: true };
}

/** The closing delimiter outside of texts in quotes. A tag may span lines, but not another tag. */
function codeEnd(text: string, start: number, closing: string): { end: number; closed: boolean } {
  let quote = '';
  for (let at = start + 2; at < text.length; at++) {
    const char = text[at] ?? '';
    if (quote !== '') {
      if (char === quote) quote = '';
      else if (char === '\n') break;
    } else if (text.startsWith(closing, at)) return { end: at + 2, closed: true };
    else if (char === '"' || char === "'" || char === '`') quote = char;
    else if (char === '{' && /[{%#]/.test(text[at + 1] ?? '')) break;
  }
  // A quote that is not closed may have hidden the end.
  const line = lineEnd(text, start);
  const close = text.slice(start, line).indexOf(closing, 2);
  return close === -1 ? { end: line, closed: false } : { end: start + close + 2, closed: true };
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
