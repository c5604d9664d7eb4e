import {
  type Command,
  type KeyPath,
  type OutputExpectation,
  type Step,
  type StepExpectation,
  splitCommand,
  type ValueTest,
} from '../../scenario/index.ts';
import { choiceLeaf, durationLeaf, limitLeaf, memberLeaf, opaqueLeaf, type Spot, testLeaf } from './leaf.ts';
import { distinct, node, type TreeFile, type TreeNode } from './node.ts';
import { settingLeaves } from './settings.ts';
import { keyText, valueText } from './text.ts';

/** What applies when the file says nothing (src/plan/create.ts). */
const DEFAULT_TIMEOUT_MS = 60_000;

/** A step: what it runs, what is expected of it, and how much it is let off. */
export function stepNode(step: Step, source: TreeFile, path: KeyPath): TreeNode {
  const key = step.name ?? commandText(step.command);
  const label = `step ${JSON.stringify(key)}`;
  const given = { kind: 'step', group: 'step', key, label, source, path } as const;
  return node({ ...given, children: () => partsOf(step, source, path), madeOf: step });
}

/** Keys of a step that are no settings. */
const OTHERS: ReadonlySet<string> = new Set<keyof Step>([
  'name',
  'description',
  'command',
  'shell',
  'timeout',
  'retries',
  'continue_on_failure',
  'expect',
]);

function partsOf(step: Step, source: TreeFile, path: KeyPath): TreeNode[] {
  const { command, shell, timeout, retries, continue_on_failure, expect } = step;
  const at = (keys: KeyPath, label: string, more: Partial<Spot> = {}): Spot => ({
    source,
    path: [...path, ...keys],
    label,
    ...more,
  });
  return [
    ...(command === undefined ? [] : [opaqueLeaf(at(['command'], 'command'), argumentsOf(command, shell))]),
    durationLeaf(at(['timeout'], 'timeout'), timeout ?? DEFAULT_TIMEOUT_MS),
    limitLeaf(at(['retries'], 'retries'), retries ?? 0),
    ...(continue_on_failure
      ? [memberLeaf(at(['continue_on_failure'], 'continue_on_failure', { presence: 'loosens' }))]
      : []),
    ...expectationLeaves(expect ?? {}, at),
    ...settingLeaves(step, { source, path }, { others: OTHERS }),
  ];
}

/** However it is written: `"curl -s x"` and `["curl", "-s", "x"]` are the same. */
export function argumentsOf(command: Command, shell: boolean | undefined): readonly string[] {
  if (shell) return ['sh', '-c', commandText(command)];
  if (typeof command !== 'string') return command;
  const split = splitCommand(command);
  return 'argv' in split ? split.argv : [command];
}

function commandText(command: Command | undefined): string {
  return typeof command === 'string' ? command : (command ?? []).join(' ');
}

type SpotAt = (keys: KeyPath, label: string, more?: Partial<Spot>) => Spot;

function expectationLeaves({ exit_code, stdout, stderr }: StepExpectation, at: SpotAt): TreeNode[] {
  const codes = exit_code === undefined ? [0] : typeof exit_code === 'number' ? [exit_code] : exit_code;
  return [
    choiceLeaf(at(['expect', 'exit_code'], 'exit_code', { presence: 'always' }), codes.map(String)),
    ...outputLeaves('stdout', stdout ?? {}, at),
    ...outputLeaves('stderr', stderr ?? {}, at),
  ];
}

/** How each key of an output expectation reads as a test of the whole text. */
const textTests = {
  contains: { test: (text: string): ValueTest => ({ contains: text }), negated: false },
  not_contains: { test: (text: string): ValueTest => ({ contains: text }), negated: true },
  matches: { test: (text: string): ValueTest => ({ matches: text }), negated: false },
  not_matches: { test: (text: string): ValueTest => ({ matches: text }), negated: true },
} as const;

function outputLeaves(stream: 'stdout' | 'stderr', output: OutputExpectation, at: SpotAt): TreeNode[] {
  const texts = (['contains', 'not_contains', 'matches', 'not_matches'] as const).flatMap((key) => {
    const { test, negated } = textTests[key];
    const given = output[key];
    const items = given === undefined ? [] : typeof given === 'string' ? [given] : given;
    return items.map((item, index) => {
      const label = `${stream}.${key} ${valueText(item)}`;
      const where = typeof given === 'string' ? [key] : [key, index];
      const spot = { group: `${stream}.${key}`, key: `${key} ${item}` };
      return testLeaf(at(['expect', stream, ...where], label, spot), test(item), {
        negated,
        text: () => valueText(item),
      });
    });
  });
  const equals = output.equals?.replace(/\r?\n$/, '');
  return [
    ...distinct(texts),
    ...(equals === undefined
      ? []
      : [
          choiceLeaf(at(['expect', stream, 'equals'], `${stream}.equals`), [equals], () => valueText(equals)),
        ]),
    ...Object.entries(output.json ?? {}).map(([path, test]) =>
      testLeaf(at(['expect', stream, 'json', path], `${stream}.json.${keyText(path)}`), test),
    ),
  ];
}
