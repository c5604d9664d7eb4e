import type { KeyPath } from '../scenario/index.ts';
import type { AttributeValue } from '../trace/index.ts';
import { equalLiteral } from './literal.ts';

/** A change of one key of an expectation: to a TOML literal, or away with it. */
export type Edit =
  | { readonly kind: 'set'; readonly path: KeyPath; readonly to: string }
  | { readonly kind: 'remove'; readonly path: KeyPath };

/** Sets a key to what equals `value`; undefined when that is too long to propose. */
export function setTo(path: KeyPath, value: AttributeValue): Edit | undefined {
  const to = equalLiteral(value);
  return to === undefined ? undefined : { kind: 'set', path, to };
}

/** One line an edit; undefined when there is none, or one of them is not known. */
export function editText(edits: readonly (Edit | undefined)[]): string | undefined {
  const lines: string[] = [];
  for (const edit of edits) {
    if (!edit) return undefined;
    const key = dottedKey(edit.path);
    lines.push(edit.kind === 'set' ? `${key} = ${edit.to}` : `remove ${key}`);
  }
  return lines.length > 0 ? lines.join('\n') : undefined;
}

/** A pair of names as a list item. */
export function pairText(first: string, second: string): string {
  return `[${JSON.stringify(first)}, ${JSON.stringify(second)}]`;
}

/** Keys as they are written in TOML: `attrs.all."http.route"`. List positions are left out. */
export function dottedKey(path: KeyPath): string {
  const keys = path.filter((part) => typeof part === 'string');
  return keys.map((key) => (/^[A-Za-z0-9_-]+$/.test(key) ? key : JSON.stringify(key))).join('.');
}
