import { isList, isMap, sortedEntries, type Value, type ValueMap } from './value.ts';

/** How Tera prints a value: strings bare, lists as `[1, a]`, maps as `[object]`, null as nothing. */
export function printTera(value: Value): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return printFloat(value);
    case 'boolean':
    case 'bigint':
      return String(value);
    default:
      if (value === null) return '';
      return isList(value) ? `[${value.map(printTera).join(', ')}]` : '[object]';
  }
}

/** How Nunjucks prints a value: lists as `1,a`, maps as `[object Object]`, null as nothing. */
export function printNunjucks(value: Value): string {
  if (isList(value)) return value.map(printNunjucks).join(',');
  if (isMap(value)) return '[object Object]';
  return value === null ? '' : String(value);
}

/** Rust's `{}` of an f64: never an exponent, no `.0` (1e21 is `1000000000000000000000`). */
export function printFloat(value: number): string {
  if (Object.is(value, -0)) return '-0';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : value < 0 ? '-inf' : 'NaN';
  const text = String(value);
  const exponent = text.indexOf('e');
  return exponent < 0 ? text : withoutExponent(text.slice(0, exponent), Number(text.slice(exponent + 1)));
}

function withoutExponent(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = mantissa.slice(sign.length).split('.');
  const digits = whole + fraction;
  const point = whole.length + exponent;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return sign + digits.padEnd(point, '0');
}

/** serde_json's form of a float: always a fraction or an exponent (`1.0`, `1e-7`). */
export function jsonFloat(value: number): string {
  if (!Number.isFinite(value)) return 'null';
  if (Object.is(value, -0)) return '-0.0';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-5 || size >= 1e16)) return value.toExponential().replace('e+', 'e');
  const text = String(value);
  return text.includes('.') ? text : `${text}.0`;
}

/** Compact JSON as serde_json writes it: keys sorted, unless another order is asked for. */
export function json(value: Value, entriesOf: (map: ValueMap) => Entries = sortedEntries): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return jsonFloat(value);
    case 'boolean':
    case 'bigint':
      return String(value);
    default: {
      if (value === null) return 'null';
      const inner = (member: Value) => json(member, entriesOf);
      if (isList(value)) return `[${value.map(inner).join(',')}]`;
      const members = entriesOf(value).map(([key, member]) => `${JSON.stringify(key)}:${inner(member)}`);
      return `{${members.join(',')}}`;
    }
  }
}

type Entries = readonly (readonly [string, Value])[];

/** JSON over several lines, two spaces a level. Empty lists and maps stay on one line. */
export function prettyJson(value: Value, indent = ''): string {
  const inner = `${indent}  `;
  if (isList(value) && value.length > 0) {
    return `[\n${value.map((item) => inner + prettyJson(item, inner)).join(',\n')}\n${indent}]`;
  }
  if (isMap(value) && value.size > 0) {
    const members = sortedEntries(value).map(
      ([key, member]) => `${inner}${JSON.stringify(key)}: ${prettyJson(member, inner)}`,
    );
    return `{\n${members.join(',\n')}\n${indent}}`;
  }
  return json(value);
}
