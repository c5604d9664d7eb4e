import { Fault } from '../fault.ts';
import type { Call, Node } from '../nunjucks/nodes.ts';
import { described } from '../value/tera-operators.ts';
import { noteRescue } from './call.ts';
import { evaluate } from './evaluate.ts';
import { FAULT_STEPS, type Run } from './run.ts';

/** Whether a condition holds, by the rules of the dialect. */
export function holds(run: Run, node: Node): boolean {
  switch (node.typename) {
    case 'Not':
      return !holds(run, node.target);
    case 'And':
      return holds(run, node.left) && holds(run, node.right);
    case 'Or':
      return holds(run, node.left) || holds(run, node.right);
  }
  if (run.dialect.name === 'nunjucks') return run.dialect.truthy(run.lookUp(node) ?? null);
  if (isPath(node)) return pathHolds(run, node);
  if (node.typename === 'FunCall' && node.name.typename === 'Symbol')
    return callHolds(run, node, node.name.value);
  return run.dialect.truthy(evaluate(run, node));
}

/** A variable, its members, and filters behind it. */
function isPath(node: Node): boolean {
  if (node.typename === 'Filter') return isPath(node.args.children[0] ?? node.name);
  return node.typename === 'Symbol' || node.typename === 'LookupVal';
}

/** In Tera a variable that is undefined is false, and so is one whose filter fails; the second earns a warning. */
function pathHolds(run: Run, node: Node): boolean {
  const before = run.position();
  try {
    return run.dialect.truthy(run.lookUp(node) ?? null);
  } catch (cause) {
    if (!(cause instanceof Fault) || cause.fatal) throw cause;
    run.restore(before);
    run.charge(node, FAULT_STEPS);
    if (cause.input.code === 'SW1106') return false;
    const { message, hint, length } = cause.input;
    run.remark(cause.at, {
      code: 'SW1121',
      message: `the condition counts as false: ${message}`,
      hint,
      length,
    });
    return false;
  }
}

/** Tera wants a boolean of a function; `env()` in a condition is ours, and asks whether there is a text. */
function callHolds(run: Run, node: Call, name: string): boolean {
  const value = run.lookUp(node);
  if (typeof value === 'boolean') return value;
  if (name === 'env' || name === 'get_env') {
    noteRescue(run, node, '`if`');
    return run.dialect.truthy(value ?? null);
  }
  throw run.fault(node, {
    code: 'SW1115',
    message: `a condition takes true or false, and \`${name}\` gives ${value === undefined ? 'nothing' : described(value)}`,
    hint: 'compare it with something',
    length: name.length,
  });
}
