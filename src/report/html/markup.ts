import { visible } from '../../diagnostic/index.ts';
import { visibleLines } from '../visible.ts';

/** HTML that was made here; text of others only gets into it escaped. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Content = Markup | string | number | undefined | readonly Content[];

/** A template of HTML. What is put into it is text, and stays text, unless it is Markup itself; quote attributes with ". */
export function html(strings: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return new Markup(strings.map((each, index) => each + textOf(contents[index])).join(''));
}

function textOf(content: Content): string {
  if (content === undefined) return '';
  if (content instanceof Markup) return content.text;
  return typeof content === 'object' ? content.map(textOf).join('') : escaped(visible(String(content)));
}

/** Text of several lines, as it stands in a `pre`. */
export function lines(text: string): Markup {
  return new Markup(visibleLines(text).map(escaped).join('\n'));
}

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => references[char] ?? '');
}

/** JSON that can stand in a script element: nothing in it ends or comments out the element (HTML, section 4.12.1.3). */
export function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(/[<\u2028\u2029]/g, (char) => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
