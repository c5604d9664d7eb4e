import { nearest } from '../../diagnostic/index.ts';
import type { Fault } from '../fault.ts';
import type { Parameter } from '../function/args.ts';
import type { At, Node, SymbolNode } from '../nunjucks/nodes.ts';
import type { Value } from '../value/value.ts';
import { evaluate } from './evaluate.ts';
import type { Run } from './run.ts';

/** The arguments of a call as written. */
export interface Written {
  readonly positional: readonly Node[];
  readonly named: readonly { readonly key: SymbolNode; readonly value: Node }[];
}

export function writtenArguments(nodes: readonly Node[]): Written {
  const positional: Node[] = [];
  const named: { key: SymbolNode; value: Node }[] = [];
  for (const node of nodes) {
    if (node.typename !== 'KeywordArgs') positional.push(node);
    else {
      for (const pair of node.children) {
        if (pair.typename === 'Pair' && pair.key.typename === 'Symbol')
          named.push({ key: pair.key, value: pair.value });
      }
    }
  }
  return { positional, named };
}

/** Who is called, for messages. */
export interface Callee {
  readonly at: At;
  /** Such as ``filter `replace` ``. */
  readonly what: string;
}

/**
 * Arguments by the name of their parameter. An argument that no parameter takes is dropped with a warning, as Tera drops
 * it silently; one that is wanted and not there is a fault.
 */
export function bindArguments(
  run: Run,
  callee: Callee,
  parameters: readonly Parameter[],
  written: Written,
): Map<string, Value> {
  const values = new Map<string, Value>();
  const rest = parameters.at(-1)?.rest ? parameters.length - 1 : Number.POSITIVE_INFINITY;
  const restItems = written.positional.slice(rest).map((node) => evaluate(run, node));
  if (Number.isFinite(rest)) values.set(parameters[rest]?.name ?? '', restItems);
  for (const [at, node] of written.positional.slice(0, rest).entries()) {
    const parameter = parameters[at];
    if (parameter) values.set(parameter.name, evaluate(run, node));
    else warnDropped(run, node, `the ${callee.what} takes ${count(parameters.length)}; this one is dropped`);
  }
  const unknown: SymbolNode[] = [];
  for (const { key, value } of written.named) {
    if (parameters.some(({ name }) => name === key.value)) values.set(key.value, evaluate(run, value));
    else unknown.push(key);
  }
  const missing = parameters.find(({ name, required }) => required && !values.has(name));
  if (missing !== undefined) throw missingArgument(run, callee, parameters, missing.name, unknown[0]);
  for (const key of unknown) warnUnknown(run, callee, key, parameters);
  return values;
}

/** An argument that nothing takes was most likely meant to be the one that is missing. */
function missingArgument(
  run: Run,
  callee: Callee,
  parameters: readonly Parameter[],
  missing: string,
  instead: SymbolNode | undefined,
): Fault {
  return run.fault(instead ?? callee.at, {
    code: 'SW1111',
    message: `the ${callee.what} needs the argument \`${missing}\``,
    hint: instead
      ? `it takes no \`${instead.value}\`; did you mean \`${missing}\`?`
      : `it takes ${listed(parameters)}`,
    length: instead?.value.length,
  });
}

function warnUnknown(run: Run, callee: Callee, key: SymbolNode, parameters: readonly Parameter[]): void {
  const names = parameters.map(({ name }) => name);
  const near = nearest(key.value, names);
  const message = `the ${callee.what} takes no argument \`${key.value}\`; it is dropped`;
  const hint = near
    ? `did you mean \`${near}\`?`
    : names.length > 0
      ? `it takes ${listed(parameters)}`
      : undefined;
  run.remark(key, { code: 'SW1113', message, hint, length: key.value.length });
}

function warnDropped(run: Run, at: At, message: string): void {
  run.remark(at, { code: 'SW1113', message });
}

function listed(parameters: readonly Parameter[]): string {
  return parameters.map(({ name, required }) => (required ? name : `${name} (optional)`)).join(', ');
}

function count(parameters: number): string {
  return parameters === 0 ? 'no arguments' : parameters === 1 ? 'one argument' : `${parameters} arguments`;
}
