import type { KeyPath } from '../scenario/index.ts';
import type { AttributeValue } from '../trace/index.ts';
import { textOf } from './value.ts';

/** Longer values are cut in messages, and not proposed in edits. */
const MAX_SHOWN = 120;

/** A text in quotes, as TOML and JSON write it, cut to a readable length. */
export function quote(text: string): string {
  return JSON.stringify(text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text);
}

/** A value as TOML writes it, cut to a readable length; what TOML cannot write is shown as the text it equals. */
export function literal(value: AttributeValue): string {
  return Array.isArray(value) ? `[${value.slice(0, 20).map(literal).join(', ')}]` : scalarLiteral(value);
}

function scalarLiteral(value: AttributeValue): string {
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return numberLiteral(value);
  return quote(textOf(value));
}

function numberLiteral(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  return Number.isFinite(value) ? String(value) : value > 0 ? 'inf' : '-inf';
}

/** The literal that makes an equality test hold for `value`; undefined when it is too long to propose. */
export function equalLiteral(value: AttributeValue): string | undefined {
  if (Array.isArray(value) && value.length <= 20) {
    const items = value.map((item: AttributeValue) => equalLiteral(textOf(item)));
    return items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
  }
  const text = textOf(value);
  if (text.length > MAX_SHOWN) return undefined;
  return typeof value === 'object' ? quote(text) : scalarLiteral(value);
}

/** Keys as they are written in TOML: `attrs.all."http.route"`. List positions are left out. */
export function dottedKey(path: KeyPath): string {
  const keys = path.filter((part) => typeof part === 'string');
  return keys.map((key) => (/^[A-Za-z0-9_-]+$/.test(key) ? key : JSON.stringify(key))).join('.');
}

/** A change of one key of an expectation: to a TOML literal, or away with it. */
export type Edit =
  | { readonly kind: 'set'; readonly path: KeyPath; readonly to: string }
  | { readonly kind: 'remove'; readonly path: KeyPath };

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

/** `1 span`, `2 spans`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The first few items and how many are left out: `"a", "b" and 3 more`. */
export function listed(items: readonly string[], shown = 5): string {
  const rest = items.length - shown;
  return `${items.slice(0, shown).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
