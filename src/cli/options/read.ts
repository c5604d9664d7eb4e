import { parseDuration, type Schema, type Shape } from '../../scenario/index.ts';

export type Reading = { readonly value: unknown } | { readonly expected: string };

/** The value that a text stands for under a schema, for flags and environment variables. */
export function readText(schema: Schema<unknown>, text: string): Reading {
  const { shape } = schema;
  switch (shape.kind) {
    case 'string':
      return readString(text, shape);
    case 'integer':
      return readInteger(text, shape);
    case 'boolean':
      return readBoolean(text);
    case 'duration': {
      const milliseconds = parseDuration(text);
      return milliseconds === undefined
        ? { expected: 'a duration such as 500ms, 30s or 5m' }
        : { value: milliseconds };
    }
    case 'choice':
      return shape.values.includes(text)
        ? { value: text }
        : { expected: `one of ${shape.values.join(', ')}` };
    default:
      // A mistake in the options table, which the first test of that option meets.
      throw new Error(`an option cannot hold a ${shape.kind}`);
  }
}

/** A name that a template can use, and what it stands for. */
const ASSIGNMENT = /^[A-Za-z_]\w*=/;

function readString(text: string, { nonBlank, format }: Extract<Shape, { kind: 'string' }>): Reading {
  if (nonBlank && text.trim() === '') return { expected: 'some text' };
  if (format === 'pair' && !ASSIGNMENT.test(text)) {
    return { expected: 'NAME=VALUE, such as region=eu; the name is of letters, digits and _' };
  }
  return { value: text };
}

interface Range {
  readonly min: number | undefined;
  readonly max: number | undefined;
}

function readInteger(text: string, { min, max }: Range): Reading {
  const value = Number(text);
  const fits = value >= (min ?? -Infinity) && value <= (max ?? Infinity);
  return /^[+-]?\d+$/.test(text) && fits
    ? { value }
    : { expected: `a whole number${rangeText({ min, max })}` };
}

function rangeText({ min, max }: Range): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return `, at least ${min}`;
  return max === undefined ? '' : `, at most ${max}`;
}

function readBoolean(text: string): Reading {
  if (['1', 'true', 'yes', 'on'].includes(text.toLowerCase())) return { value: true };
  if (['0', 'false', 'no', 'off', ''].includes(text.toLowerCase())) return { value: false };
  return { expected: 'true or false' };
}
