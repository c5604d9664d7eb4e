import { canonicalJson } from '../digest/index.ts';
import type { AttributeValue } from '../trace/index.ts';

/**
 * The text by which values are compared: a string is itself, numbers and booleans as JSON writes them (`200`, `true`),
 * bytes as base64, arrays and maps as JSON with sorted keys. So `200` and `"200"` are equal, whichever an exporter sent.
 */
export function textOf(value: AttributeValue): string {
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return typeof value === 'object' ? canonicalJson(value) : String(value);
}

/** Deterministic in length, so that a long attribute costs no more than reading it once. */
const NUMBER = /^[+-]?(\d+)(\.\d+)?([eE][+-]?\d+)?$/;

/** The number a value stands for: numbers, and text that is wholly a decimal number; undefined for anything else. */
export function numberOf(value: AttributeValue): number | bigint | undefined {
  if (typeof value === 'number') return Number.isNaN(value) ? undefined : value;
  if (typeof value === 'bigint') return value;
  if (typeof value !== 'string' || value.length > 64) return undefined;
  const parts = NUMBER.exec(value);
  if (!parts) return undefined;
  const parsed = Number(value);
  const isInteger = parts[2] === undefined && parts[3] === undefined;
  return isInteger && !Number.isSafeInteger(parsed) ? BigInt(value.replace('+', '')) : parsed;
}

/** A JSON value in the form attributes have, so that both are judged by the same tests. Objects become Maps. */
export function attributeFromJson(json: unknown): AttributeValue {
  if (Array.isArray(json)) return json.map(attributeFromJson);
  if (typeof json === 'object' && json !== null)
    return new Map(Object.entries(json).map(([key, value]) => [key, attributeFromJson(value)]));
  switch (typeof json) {
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
      return json;
    default:
      return null;
  }
}
