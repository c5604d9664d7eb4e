import { printTomlValue, type TomlData } from '../scenario/index.ts';
import type { LearnedScenario, LearnedSpan, Range, Stable } from './learn.ts';

/**
 * Learned claims as tables of a scenario file under `prefix` (`expect` or `scenario.expect`), with comments that say what
 * varied and is therefore not claimed. Nothing is claimed of an empty trace.
 */
export function printLearned(learned: LearnedScenario, prefix: string): string {
  const { runs, spans, sometimes, total, errors } = learned;
  if (total.max === 0) return `# ${counted(runs, 'run')} sent no spans, so there is nothing to learn.\n`;
  const blocks = [
    [
      `# Learned from ${counted(runs, 'run')}: what was the same in all of them.`,
      ...(sometimes.length > 0
        ? [`# Not in every run, so not claimed: ${sometimes.map(comment).join(', ')}.`]
        : []),
    ],
    ...spans.map((span) => spanLines(span, `[[${prefix}.span]]`)),
    [
      `[${prefix}.counts]`,
      `spans_total = ${bound(total)}`,
      `errors_total = ${errors.max === 0 ? '{ eq = 0 }' : bound(errors)}`,
    ],
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function spanLines(span: LearnedSpan, header: string): string[] {
  const { name, parent, kind, status, count, attributes, resource, events } = span;
  return [
    ...remarks(attributes),
    header,
    `name = ${value(name)}`,
    ...(parent === undefined ? [] : [`parent = ${value(parent)}`]),
    ...(kind === 'unspecified' ? [] : [`kind = ${value(kind)}`]),
    ...(status === undefined ? [] : [`status = ${value(status.toUpperCase())}`]),
    ...(resource.values.size === 0 ? [] : [`resource = ${table(resource.values)}`]),
    ...attributeLines(attributes),
    ...(events.length === 0 ? [] : [`events.all = ${value(events)}`]),
    `count = ${bound(count)}`,
  ];
}

function attributeLines({ values, varying }: Stable): string[] {
  const claims = new Map<string, TomlData>([
    ...values,
    ...varying.map((key): [string, TomlData] => [key, { exists: true }]),
  ]);
  const sorted = [...claims].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.length === 0 ? [] : [`attrs.all = ${table(new Map(sorted))}`];
}

function remarks({ varying, sometimes }: Stable): string[] {
  return [
    ...(varying.length > 0 ? [`# Varies from run to run: ${varying.map(comment).join(', ')}.`] : []),
    ...(sometimes.length > 0 ? [`# Not always there: ${sometimes.map(comment).join(', ')}.`] : []),
  ];
}

function bound({ min, max }: Range): string {
  return min === max ? `{ eq = ${min} }` : `{ gte = ${min} }`;
}

function table(entries: ReadonlyMap<string, TomlData>): string {
  return value(Object.fromEntries(entries));
}

function value(data: TomlData): string {
  return printTomlValue(data);
}

/** A comment ends with its line, and may hold no control characters. */
function comment(text: string): string {
  return value(text);
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
