import type { AttributeValue } from '../trace/index.ts';
import { textOf } from './value.ts';
import { MAX_SHOWN, quote } from './words.ts';

/** Items of a longer array are not shown. */
const MAX_ITEMS = 20;

/** A value as TOML writes it, cut to a readable length; what TOML cannot write is shown as the text it equals. */
export function literal(value: AttributeValue): string {
  return Array.isArray(value)
    ? `[${value.slice(0, MAX_ITEMS).map(literal).join(', ')}]`
    : scalarLiteral(value);
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
  if (Array.isArray(value) && value.length <= MAX_ITEMS) {
    const items = value.map((item: AttributeValue) => equalLiteral(textOf(item)));
    return items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
  }
  const text = textOf(value);
  if (text.length > MAX_SHOWN) return undefined;
  return typeof value === 'object' ? quote(text) : scalarLiteral(value);
}
