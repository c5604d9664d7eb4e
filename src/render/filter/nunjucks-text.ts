import { type Args, type Callable, callable } from '../function/args.ts';
import { printNunjucks } from '../value/print.ts';
import type { Value } from '../value/value.ts';

/** A filter without parameters that works on whatever prints. */
export function ofPrinted(body: (text: string) => Value): Callable {
  return callable('', (args) => body(printNunjucks(args.subject)));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '"': '&quot;',
  "'": '&#39;',
  '<': '&lt;',
  '>': '&gt;',
  '\\': '&#92;',
};

/** The characters that Nunjucks escapes, which are not those of Tera. */
export function escapedForNunjucks(text: string): string {
  return text.replace(/[&"'<>\\]/g, (char) => entities[char] ?? char);
}

export function centered(args: Args): Value {
  const text = printNunjucks(args.subject);
  const space = (args.whole('width', 0, 0, 10_000) || 80) - text.length;
  return space <= 0 ? text : ' '.repeat(Math.floor(space / 2)) + text + ' '.repeat(Math.ceil(space / 2));
}

export function indentedBy(args: Args): Value {
  const lines = printNunjucks(args.subject).split('\n');
  const prefix = ' '.repeat(args.whole('width', 0, 0, 1000) || 4);
  args.support.expectLength(lines.length * prefix.length);
  const first = args.flag('indentfirst');
  return lines.map((line, at) => (at === 0 && !first ? line : prefix + line)).join('\n');
}

/** At a word's end unless `killwords`. */
export function cut(args: Args): Value {
  const text = printNunjucks(args.subject);
  const length = args.count('length', 0) || 255;
  if (text.length <= length) return text;
  const space = text.lastIndexOf(' ', length);
  return text.slice(0, args.flag('killwords') || space < 0 ? length : space) + args.text('end', '...');
}

export function withoutMarkup(args: Args): Value {
  const text = withoutTags(printNunjucks(args.subject)).trim();
  if (!args.flag('preserve_linebreaks')) return text.replace(/\s+/g, ' ');
  return text
    .split('\n')
    .map((line) => line.replace(/^ +/, '').replace(/\r$/, '').trimEnd())
    .map((line) => line.replace(/ +/g, ' '))
    .join('\n')
    .replace(/\n\n\n+/g, '\n\n');
}

const TAG_START = /<\/?[a-z][a-z0-9]*\b/iy;

/** Nunjucks takes out what looks like a tag, and comments. By search, since its pattern looks for each `>` again. */
function withoutTags(text: string): string {
  let kept = '';
  let from = 0;
  let commentsEnd = true;
  for (let open = text.indexOf('<'); open >= 0; open = text.indexOf('<', open + 1)) {
    let close = -1;
    TAG_START.lastIndex = open;
    if (TAG_START.test(text)) {
      close = text.indexOf('>', TAG_START.lastIndex);
      if (close < 0) break;
    } else if (commentsEnd && text.startsWith('<!--', open)) {
      close = text.indexOf('-->', open + 4);
      commentsEnd = close >= 0;
      close += commentsEnd ? 2 : 0;
    }
    if (close < 0) continue;
    kept += text.slice(from, open);
    from = close + 1;
    open = close;
  }
  return kept + text.slice(from);
}

const PUNCTUATED = /^(?:\(|<|&lt;)?(.*?)(?:\.|,|\)|\n|&gt;)?$/;
const EMAIL = /^[\w.!#$%&'*+\-/=?^`{|}~]+@[a-z\d-]+(\.[a-z\d-]+)+$/i;
const DOMAIN = /\.(?:org|net|com)(?::|\/|$)/;
/** A link is written around its address twice. */
const LINK_LENGTH = 60;

/** Links around what looks like an address of the web or of mail; `length` shortens what is shown. */
export function withLinks(args: Args): Value {
  const text = printNunjucks(args.subject);
  const shown = args.has('length') ? args.count('length', 0) : text.length;
  const nofollow = args.flag('nofollow') ? ' rel="nofollow"' : '';
  const words = text.split(/(\s+)/);
  args.support.expectLength(text.length * 2 + words.length * LINK_LENGTH);
  const link = (address: string, url: string) =>
    `<a href="${address}${url}"${nofollow}>${url.slice(0, shown)}</a>`;
  return words
    .map((word) => {
      const url = PUNCTUATED.exec(word)?.[1] ?? word;
      if (/^https?:\/\//.test(url)) return link('', url);
      if (url.startsWith('www.')) return link('http://', url);
      if (EMAIL.test(url)) return `<a href="mailto:${url}">${url}</a>`;
      return DOMAIN.test(url) ? link('http://', url) : word;
    })
    .join('');
}

/** Query parameters of a map or of a list of pairs, or one text, percent-encoded. */
export function urlEncodedFor({ subject }: Args): Value {
  const encode = (value: Value) => encodeURIComponent(printNunjucks(value).toWellFormed());
  const pair = ([key, value]: readonly (Value | undefined)[]) =>
    `${encode(key ?? null)}=${encode(value ?? null)}`;
  if (subject instanceof Map) return [...subject].map(pair).join('&');
  if (!Array.isArray(subject)) return encode(subject);
  return subject.map((item: Value) => pair(Array.isArray(item) ? item : [item])).join('&');
}
