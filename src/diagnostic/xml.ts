import { stripVTControlCharacters } from 'node:util';

/** An element with its attributes and its content: elements, or text. Undefined attributes are left out. */
export interface Element {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string | number | undefined>>;
  readonly content?: string | readonly Element[];
}

/** An XML 1.0 document in UTF-8. Characters XML cannot hold are left out, with the escape sequences they belong to. */
export function printXml(root: Element): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${print(root, '')}`;
}

function print({ name, attributes = {}, content = [] }: Element, indent: string): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : ` ${key}="${escapeAttribute(String(value))}"`,
  );
  const open = `${indent}<${name}${written.join('')}`;
  if (content.length === 0) return `${open}/>\n`;
  if (typeof content === 'string') return `${open}>${escapeText(content)}</${name}>\n`;
  return `${open}>\n${content.map((child) => print(child, `${indent}  `)).join('')}${indent}</${name}>\n`;
}

/** `>` too, or `]]>` would not be allowed (XML 1.0, section 2.4). A bare carriage return would be read as a line feed. */
function escapeText(text: string): string {
  return legal(text).replace(/[&<>\r]/g, reference);
}

/** Line ends and tabs as references: a parser makes spaces of them (section 3.3.3). */
function escapeAttribute(text: string): string {
  return legal(text).replace(/[&<>"\t\r\n]/g, reference);
}

const named = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
]);

function reference(char: string): string {
  return named.get(char) ?? `&#${char.charCodeAt(0)};`;
}

/** Production [2] Char of XML 1.0. Escape sequences go as a whole, or their tails would be left as litter. */
function legal(text: string): string {
  return stripVTControlCharacters(text).replace(
    /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu,
    '',
  );
}
