import { type Diagnostic, diagnostic, type Place } from '../../diagnostic/index.ts';
import type { Value } from '../../render/index.ts';
import type { Located } from '../toml/index.ts';
import { type MatrixKey, templateValue } from '../variables/values.ts';
import type { Axis } from './combine.ts';

/** More scenarios than this from one file are most likely a slip, and each costs time in every run. */
export const MAX_COMBINATIONS = 256;

export interface Axes {
  readonly axes: readonly Axis[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What `[matrix]` asks for, in the order of the file; names that are at fault are left out. */
export function axesOf(keys: readonly MatrixKey[]): Axes {
  const read = [...keys].sort(byPlace).map(axisOf);
  const axes = read.map(({ axis }) => axis).filter((axis) => axis !== undefined);
  const diagnostics = read.flatMap((each) => each.diagnostics);
  const count = axes.reduce((product, { values }) => product * values.length, 1);
  const [first] = keys;
  if (first && count > MAX_COMBINATIONS) diagnostics.push(tooMany(first.keyPlace, axes, count));
  return { axes, diagnostics };
}

/** Which is the order of the text, for all keys are written in the file itself. */
function byPlace({ keyPlace: a }: MatrixKey, { keyPlace: b }: MatrixKey): number {
  return a.line - b.line || a.column - b.column;
}

function axisOf({ name, value, keyPlace, origin }: MatrixKey): { axis?: Axis; diagnostics: Diagnostic[] } {
  const fault = (message: string, place: Place, hint: string) =>
    diagnostic({ code: 'SW1402', message, place, hint });
  const shown = `\`matrix.${name}\``;
  const place = origin(value.place);
  if (value.kind !== 'array') {
    const hint = isScalar(value) ? 'put it in brackets: a list of one value' : 'write a list of values';
    return { diagnostics: [fault(`${shown} is no list of values`, place, hint)] };
  }
  if (value.items.length === 0) {
    const hint = 'write at least one value, or remove the name';
    return { diagnostics: [fault(`${shown} is an empty list, so there is no combination`, place, hint)] };
  }
  const diagnostics: Diagnostic[] = [];
  const values = new Map<string, Value>();
  for (const item of value.items) {
    const text = textOf(item);
    const at = origin(item.place);
    if (text === undefined) {
      diagnostics.push(
        fault(`${shown} has a ${item.kind} in it, which cannot be a value`, at, hintFor(name)),
      );
    } else if (values.has(text)) {
      diagnostics.push(
        fault(`${shown} has the value ${JSON.stringify(text)} twice`, at, 'remove one of them'),
      );
    } else {
      values.set(text, templateValue(item));
    }
  }
  if (diagnostics.length > 0) return { diagnostics };
  return {
    axis: { name, place: keyPlace, values: [...values].map(([text, each]) => ({ text, value: each })) },
    diagnostics,
  };
}

function isScalar(value: Located): boolean {
  return textOf(value) !== undefined;
}

/** As a scenario id has it; undefined for what is no single value. */
function textOf(value: Located): string | undefined {
  switch (value.kind) {
    case 'string':
      return value.value;
    case 'integer':
    case 'float':
    case 'boolean':
      return String(value.value);
    case 'datetime':
      return value.text;
    case 'array':
    case 'table':
      return undefined;
    default:
      return value satisfies never;
  }
}

function hintFor(name: string): string {
  return name === 'include' || name === 'exclude'
    ? 'combinations are not added or taken away by tables; give a scenario that must not run a `skip` inside of `{% if %}`'
    : 'values are texts, numbers and booleans';
}

/** An axis that no combination makes a difference by: every scenario runs once for each of its values, all the same. */
export function unusedAxis({ name, place, values }: Axis, native: boolean): Diagnostic {
  const times = native ? `, so each scenario runs ${values.length} times the same` : '';
  return diagnostic({
    code: 'SW1404',
    severity: native ? 'warning' : 'info',
    message: `the template does not use \`matrix.${name}\`${times}`,
    place,
    hint: `write \`{{ matrix.${name} }}\` where its value belongs, or remove it`,
  });
}

function tooMany(place: Place, axes: readonly Axis[], count: number): Diagnostic {
  return diagnostic({
    code: 'SW1403',
    message: `the matrix has ${axes.map(({ values }) => values.length).join(' x ')} = ${count} combinations, and ${MAX_COMBINATIONS} are the limit`,
    place,
    hint: 'take values away, or split the file',
  });
}
