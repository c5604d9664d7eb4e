/** An element as a strict parser sees it. */
export interface ParsedElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly ParsedElement[];
  readonly text: string;
}

/**
 * For tests only: reads the part of XML 1.0 that the reports use, and throws at anything else, however harmless. It knows
 * nothing of how they are printed.
 */
export function parseXml(xml: string): ParsedElement {
  const illegal = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(xml);
  if (illegal) throw new Error(`illegal character at ${illegal.index}`);
  let at = 0;
  const take = (pattern: RegExp): string[] | undefined => {
    const sticky = new RegExp(pattern, 'y');
    sticky.lastIndex = at;
    const match = sticky.exec(xml);
    if (match) at += match[0].length;
    return match ?? undefined;
  };
  const expect = (pattern: RegExp): string[] => {
    const match = take(pattern);
    if (!match) throw new Error(`${pattern} expected at ${JSON.stringify(xml.slice(at, at + 40))}`);
    return match;
  };
  const element = (): ParsedElement => {
    const [, name = ''] = expect(/<([a-z][a-z-]*)/);
    const attributes = new Map<string, string>();
    for (let found = take(/ ([a-z]+)="([^"<\t\r\n]*)"/); found; found = take(/ ([a-z]+)="([^"<\t\r\n]*)"/)) {
      const [, key = '', value = ''] = found;
      if (attributes.has(key)) throw new Error(`${key} is given twice`);
      attributes.set(key, resolve(value));
    }
    if (take(/\/>/)) return { name, attributes, children: [], text: '' };
    expect(/>/);
    const children: ParsedElement[] = [];
    let text = '';
    while (!take(new RegExp(`</${name}>`))) {
      const [piece] = take(/[^<>\r]+/) ?? [''];
      text += resolve(piece ?? '');
      if (piece === '') children.push(element());
    }
    if (children.length > 0 && text.trim() !== '') throw new Error(`${name} has text and elements`);
    return { name, attributes, children, text: children.length > 0 ? '' : text };
  };
  expect(/<\?xml version="1\.0" encoding="UTF-8"\?>\n/);
  const root = element();
  expect(/\n/);
  if (at !== xml.length) throw new Error('something follows the root element');
  return root;
}

/** Section 4.6. */
const predefined = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

function resolve(text: string): string {
  return text.replace(/&(?:#(\d+);|([a-z]+);)?/g, (reference, code, name) => {
    const char = code === undefined ? predefined.get(name) : String.fromCodePoint(Number(code));
    if (char === undefined) throw new Error(`unknown reference ${reference}`);
    return char;
  });
}
