import type { Located } from '../../toml/index.ts';
import { keyText, writtenKey } from '../../written.ts';
import type { Schema, Shape } from '../dsl.ts';
import { formatDuration, MAX_DURATION_MS } from '../duration.ts';
import type { At, Fault, Unchecked } from './context.ts';

/** The hint that shows the value put right, and the fix that does it; nothing when neither is evident. */
export function correction({ node, declared, at }: Unchecked): Pick<Fault, 'hint' | 'fix'> {
  const text = corrected(declared, node);
  if (text === undefined) {
    const [example] = declared.examples;
    if (declared.hint !== undefined) return { hint: declared.hint };
    return example === undefined ? {} : { hint: `for example \`${assignment(at, example)}\`` };
  }
  const hint = `write \`${assignment(at, text)}\``;
  // The place of an array or table may end before the value does, so only the places of scalars can be replaced.
  const whole = node.kind !== 'array' && node.kind !== 'table';
  return whole ? { hint, fix: { title: `Write ${text}`, place: node.place, text } } : { hint };
}

function assignment(at: At | undefined, text: string): string {
  const key = at === undefined || typeof at.part === 'number' ? '' : writtenKey(at.part);
  return key === '' ? text : `${key} = ${text}`;
}

/** The value as TOML as the author most likely meant it; undefined when that is anyone's guess. */
export function corrected(schema: Schema<unknown>, node: Located): string | undefined {
  return (
    fromMistake(schema, node) ??
    fromOptions(schema, node) ??
    fromScalar(schema, node) ??
    fromArray(schema, node) ??
    wrapped(schema, node)
  );
}

function fromMistake(schema: Schema<unknown>, node: Located): string | undefined {
  if (node.kind !== 'string' && node.kind !== 'integer' && node.kind !== 'float') return undefined;
  const text = String(node.value);
  // Quotes, backslashes and control characters would have to be escaped in what is put together.
  if (/["\\\p{Cc}]/u.test(text)) return undefined;
  const mistake = schema.mistakes.find(({ pattern }) => pattern.test(text));
  return mistake && text.replace(mistake.pattern, mistake.write);
}

function fromOptions({ shape }: Schema<unknown>, node: Located): string | undefined {
  if (shape.kind !== 'union') return undefined;
  for (const option of shape.options) {
    const text = corrected(option, node);
    if (text !== undefined) return text;
  }
  return undefined;
}

function fromScalar({ shape }: Schema<unknown>, node: Located): string | undefined {
  switch (shape.kind) {
    case 'string':
      if (node.kind === 'datetime') return JSON.stringify(node.text);
      return isNumberOrBoolean(node) ? JSON.stringify(String(node.value)) : undefined;
    case 'duration':
      return fromSeconds(node);
    case 'integer':
      if (node.kind === 'float' && Number.isSafeInteger(node.value)) return String(node.value);
      return node.kind === 'string' && /^-?\d{1,15}$/.test(node.value) ? node.value : undefined;
    case 'number':
      return node.kind === 'string' && /^-?\d{1,15}(\.\d{1,15})?$/.test(node.value) ? node.value : undefined;
    case 'boolean':
      return node.kind === 'string' && /^(true|false)$/i.test(node.value)
        ? node.value.toLowerCase()
        : undefined;
    default:
      return undefined;
  }
}

/** A number is taken for seconds, as nearly everyone means it. */
function fromSeconds(node: Located): string | undefined {
  if ((node.kind !== 'integer' && node.kind !== 'float') || !(node.value >= 0)) return undefined;
  if (node.kind === 'integer') return `"${node.value}s"`;
  const ms = Math.round(node.value * 1_000);
  return ms <= MAX_DURATION_MS ? `"${formatDuration(ms)}"` : undefined;
}

function isNumberOrBoolean(node: Located) {
  return node.kind === 'integer' || node.kind === 'float' || node.kind === 'boolean';
}

/** `["A=b"]` for a table of texts, `["3000:3000"]` for a table of ports, one flat pair for a list of pairs. */
function fromArray({ shape }: Schema<unknown>, node: Located): string | undefined {
  if (node.kind !== 'array' || node.items.length === 0) return undefined;
  if (shape.kind === 'map' && shape.value.shape.kind === 'string') return tableOfPairs(node.items);
  if (shape.kind === 'map') return namedItems(shape, node.items);
  const isFlatPair = shape.kind === 'list' && shape.item.shape.kind === 'tuple' && node.items.length === 2;
  if (!isFlatPair) return undefined;
  const text = inlineText(node);
  return text && `[${text}]`;
}

function tableOfPairs(items: readonly Located[]): string | undefined {
  const pairs = items.map((item) => (item.kind === 'string' ? /^([^=]+)=(.*)$/.exec(item.value) : null));
  if (pairs.length > 5 || !pairs.every((pair) => pair !== null)) return undefined;
  return `{ ${pairs.map(([, key = '', value = '']) => `${keyText(key)} = ${JSON.stringify(value)}`).join(', ')} }`;
}

/** Values without names get some: `{ port = 3000 }`, or `{ port1 = 3000, port2 = 9090 }`. */
function namedItems(
  { value, keys }: Extract<Shape, { kind: 'map' }>,
  items: readonly Located[],
): string | undefined {
  const texts = items.map((item) => (fits(value, item) ? inlineText(item) : corrected(value, item)));
  if (texts.length > 5 || texts.includes(undefined)) return undefined;
  const [name] = keys.split(' ');
  const nameAt = (index: number) => (texts.length === 1 ? name : `${name}${index + 1}`);
  return `{ ${texts.map((text, index) => `${nameAt(index)} = ${text}`).join(', ')} }`;
}

/** One item where a list of such items is wanted. */
function wrapped({ shape }: Schema<unknown>, node: Located): string | undefined {
  if (shape.kind !== 'list' || node.kind === 'array' || node.kind === 'table') return undefined;
  const item = fits(shape.item, node) ? inlineText(node) : corrected(shape.item, node);
  return item && `[${item}]`;
}

function fits({ shape }: Schema<unknown>, node: Located): boolean {
  return (
    shape.kind === node.kind || (shape.kind === 'union' && shape.options.some((option) => fits(option, node)))
  );
}

/** TOML text of short plain values. */
function inlineText(node: Located): string | undefined {
  switch (node.kind) {
    case 'string':
      return node.value.length > 60 ? undefined : JSON.stringify(node.value);
    case 'integer':
    case 'boolean':
      return String(node.value);
    case 'array': {
      const items = node.items.length > 5 ? [undefined] : node.items.map(inlineText);
      return items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
    }
    default:
      return undefined;
  }
}
