import type { Args } from '../function/args.ts';

/** Each word with a capital first letter; an apostrophe does not end a word. */
export function titled(text: string): string {
  return text.replace(/[\p{L}\p{N}_][\p{L}\p{N}_']*/gu, (word) => {
    const [first = ''] = word;
    return first.toUpperCase() + word.slice(first.length).toLowerCase();
  });
}

/** Comments and tags of HTML taken out. By search, since a regular expression would look for each `>` again. */
export function withoutTags(text: string): string {
  let kept = '';
  let from = 0;
  let commentsEnd = true;
  for (let open = text.indexOf('<'); open >= 0; open = text.indexOf('<', from)) {
    let close = -1;
    if (commentsEnd && text.startsWith('<!--', open)) {
      close = text.indexOf('-->', open + 4);
      // The `.` of Tera's pattern stops at a line end.
      if (close < 0) commentsEnd = false;
      else if (text.slice(open, close).includes('\n')) close = -1;
      else close += 2;
    }
    if (close < 0) close = text.indexOf('>', open + 1);
    if (close < 0) break;
    kept += text.slice(from, open);
    from = close + 1;
  }
  return kept + text.slice(from);
}

/** White space between a `>` and the next `<` taken out. */
export function withoutTagSpaces(text: string): string {
  return text.replace(/>(\s+)(?=<)/g, '>');
}

/** Every line but the first, and empty ones, with a prefix. */
export function indented(args: Args): string {
  const prefix = args.text('prefix', '    ');
  const first = args.flag('first');
  const blank = args.flag('blank');
  const text = args.subjectText();
  // Rust's `lines` gives no empty line for a newline at the end.
  const lines = text.replace(/\n$/, '').split('\n');
  args.support.expectLength(text.length + lines.length * prefix.length);
  return lines
    .map((line) => line.replace(/\r$/, ''))
    .map((line, at) => ((at === 0 ? first : blank || line.trim() !== '') ? prefix + line : line))
    .join('\n');
}
