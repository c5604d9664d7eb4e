import type { BinaryNode, Compare, Node } from '../nunjucks/nodes.ts';
import {
  joinedAsText,
  nunjucksArithmetic,
  nunjucksCompare,
  nunjucksContains,
} from '../value/nunjucks-operators.ts';
import { printFloat } from '../value/print.ts';
import { shapeOf } from '../value/shape.ts';
import {
  type ArithmeticOperator,
  type ComparisonOperator,
  type Fail,
  teraArithmetic,
  teraCompare,
  teraConcatenate,
  teraContains,
} from '../value/tera-operators.ts';
import type { Value } from '../value/value.ts';
import { holds } from './condition.ts';
import { evaluate } from './evaluate.ts';
import type { Run } from './run.ts';

const symbols = {
  Add: '+',
  Sub: '-',
  Mul: '*',
  Div: '/',
  Mod: '%',
  FloorDiv: '//',
  Pow: '**',
} as const;

/** `+` and its kin. */
export function arithmetic(run: Run, node: BinaryNode): Value {
  const left = evaluate(run, node.left);
  const right = evaluate(run, node.right);
  const operator = symbols[node.typename as keyof typeof symbols]; // The caller knows that it is one of them.
  const fail = failAt(run, node, operator.length);
  if (run.dialect.name === 'nunjucks') return run.made(node, nunjucksArithmetic(operator, left, right, fail));
  // Tera's grammar gives no others.
  return teraArithmetic(operator as ArithmeticOperator, left, right, fail);
}

/** `~`. A float literal prints as it does alone, a float of a variable as JSON has it. */
export function concatenate(run: Run, node: BinaryNode): Value {
  const left = operandOf(run, node.left);
  const right = operandOf(run, node.right);
  const text =
    run.dialect.name === 'tera'
      ? teraConcatenate(left, right, failAt(run, node, 1))
      : joinedAsText(left, right);
  return run.made(node, text);
}

function operandOf(run: Run, node: Node): Value {
  const value = evaluate(run, node);
  return node.typename === 'Literal' && typeof value === 'number' ? printFloat(value) : value;
}

/** `==`, `<` and their kin. */
export function compare(run: Run, node: Compare): Value {
  const tera = run.dialect.name === 'tera';
  let left = evaluate(run, node.expr);
  for (const { expr, type } of node.ops) {
    const right = evaluate(run, expr);
    run.charge(node, shapeOf(left).weight + shapeOf(right).weight);
    const operator = type as ComparisonOperator; // The parsers make no others.
    const fail = failAt(run, node, type.length);
    left = tera ? teraCompare(operator, left, right, fail) : nunjucksCompare(operator, left, right, fail);
  }
  return left;
}

/** `in`. */
export function contains(run: Run, node: BinaryNode): Value {
  const item = evaluate(run, node.left);
  const container = evaluate(run, node.right);
  run.charge(node, shapeOf(item).weight + shapeOf(container).weight);
  const within = run.dialect.name === 'tera' ? teraContains : nunjucksContains;
  return within(item, container, failAt(run, node, 2));
}

/** `and`, `or`: booleans in Tera, one of the operands in Nunjucks. */
export function logic(run: Run, node: BinaryNode): Value {
  if (run.dialect.name === 'tera') return holds(run, node);
  const left = run.lookUp(node.left) ?? null;
  const decided = run.dialect.truthy(left) === (node.typename === 'Or');
  return decided ? left : (run.lookUp(node.right) ?? null);
}

function failAt(run: Run, node: Node, length: number): Fail {
  return (message, hint) => {
    throw run.fault(node, { code: 'SW1115', message, hint, length });
  };
}
