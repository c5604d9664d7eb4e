import { REPORTED } from '../fault.ts';
import type { At, Call, ListNode, Lookup, Node, UnaryNode } from '../nunjucks/nodes.ts';
import { nunjucksArithmetic } from '../value/nunjucks-operators.ts';
import { memberOf } from '../value/path.ts';
import { prettyJson } from '../value/print.ts';
import { Cycler } from '../value/stateful.ts';
import { described } from '../value/tera-operators.ts';
import { isList, type Value } from '../value/value.ts';
import { applyFilter, applyTest, callFunction } from './call.ts';
import { holds } from './condition.ts';
import { evaluate } from './evaluate.ts';
import { type Frame, type Loop, POISON } from './frame.ts';
import { isTextCall, renderCall } from './macro.ts';
import { methodOf } from './method.ts';
import { arithmetic, compare, concatenate, contains, logic } from './operators.ts';
import type { Run } from './run.ts';

/** The value of an expression; undefined where it names something that is not there. */
export function lookUp(run: Run, node: Node): Value | undefined {
  run.charge(node, 1);
  switch (node.typename) {
    case 'Literal':
      return node.value;
    case 'Symbol':
      return variable(run, node, node.value);
    default: {
      run.enter(node);
      const value = compute(run, node);
      run.leave();
      return value;
    }
  }
}

function compute(run: Run, node: Node): Value | undefined {
  switch (node.typename) {
    case 'LookupVal':
      return member(run, node);
    case 'Filter':
      return applyFilter(run, node);
    case 'FunCall':
      return call(run, node);
    case 'Array':
    case 'Group':
    case 'Dict':
      return collection(run, node);
    case 'Compare':
      return compare(run, node);
    case 'In':
      return contains(run, node);
    case 'Is':
      return applyTest(run, node.left, node.right);
    case 'And':
    case 'Or':
      return logic(run, node);
    case 'Not':
      return !holds(run, node.target);
    case 'Add':
    case 'Sub':
    case 'Mul':
    case 'Div':
    case 'Mod':
    case 'FloorDiv':
    case 'Pow':
      return arithmetic(run, node);
    case 'Concat':
      return concatenate(run, node);
    case 'Neg':
    case 'Pos':
      return signed(run, node);
    case 'InlineIf':
      if (holds(run, node.cond)) return run.lookUp(node.body);
      return node.else_ ? run.lookUp(node.else_) : '';
    case 'Capture':
      return run.capture(node, () => run.render(node.body));
    default:
      throw run.fault(node, { code: 'SW1101', message: 'a value is expected here' });
  }
}

function call(run: Run, node: Call): Value | undefined {
  const method = methodOf(run, node);
  if (method) return run.made(node, method());
  if (isTextCall(run, node)) return run.capture(node, () => renderCall(run, node));
  if (node.name.typename === 'Symbol') return callFunction(run, node, node.name);
  throw run.fault(node, { code: 'SW1108', message: 'only functions can be called' });
}

/** From the innermost frame outwards, then in the variables of the rendering. */
function variable(run: Run, at: At, name: string): Value | undefined {
  for (let frame: Frame | undefined = run.frame; frame; frame = frame.parent) {
    const found = frame.variables.get(name);
    if (found === POISON) throw REPORTED;
    if (found !== undefined) return found;
    if (name === 'loop' && frame.loop) return loopValue(run, frame.loop);
  }
  if (name === '__tera_context' && run.dialect.name === 'tera') return everything(run, at);
  return run.context.get(name);
}

/** Tera's way to look at all variables in scope: they as JSON. */
function everything(run: Run, at: At): Value {
  const frames: Frame[] = [];
  for (let frame: Frame | undefined = run.frame; frame; frame = frame.parent) frames.unshift(frame);
  const visible = new Map(frames[0]?.kind === 'macro' ? [] : run.context);
  for (const { variables } of frames) {
    for (const [name, value] of variables) if (value !== POISON) visible.set(name, value);
  }
  run.made(at, visible);
  return prettyJson(visible);
}

function loopValue(run: Run, { index, length }: Loop): Value {
  const value = new Map<string, Value>([
    ['index', BigInt(index + 1)],
    ['index0', BigInt(index)],
    ['first', index === 0],
    ['last', index === length - 1],
  ]);
  if (run.dialect.name === 'tera') return value;
  return value
    .set('length', BigInt(length))
    .set('revindex', BigInt(length - index))
    .set('revindex0', BigInt(length - index - 1));
}

function member(run: Run, node: Lookup): Value | undefined {
  const target = run.lookUp(node.target);
  const key = run.lookUp(node.val);
  if (target === undefined || key === undefined) return undefined;
  if (typeof key !== 'string' && typeof key !== 'bigint' && typeof key !== 'number') {
    const message = `a member is named by a text or a number, and this is ${described(key)}`;
    throw run.fault(node.val, { code: 'SW1115', message });
  }
  const found = memberOf(target, String(key));
  if (found !== undefined || run.dialect.name === 'tera') return found;
  if (target instanceof Cycler && key === 'current') return target.current;
  // Of JavaScript's properties these two are what Nunjucks templates use.
  if (key === 'length' && (isList(target) || typeof target === 'string')) return BigInt(target.length);
  return typeof target === 'string' && typeof key === 'bigint' ? target[Number(key)] : undefined;
}

function collection(run: Run, node: ListNode): Value {
  if (node.typename === 'Dict') {
    const members = new Map<string, Value>();
    for (const pair of node.children) {
      if (pair.typename === 'Pair') members.set(keyOf(run, pair.key), evaluate(run, pair.value));
    }
    return run.made(node, members);
  }
  const [only] = node.children;
  if (node.typename === 'Group' && only && node.children.length === 1) return evaluate(run, only);
  return run.made(
    node,
    node.children.map((item) => evaluate(run, item)),
  );
}

function keyOf(run: Run, key: Node): string {
  return key.typename === 'Symbol' ? key.value : run.dialect.print(evaluate(run, key));
}

function signed(run: Run, node: UnaryNode): Value {
  const fail = (message: string): never => {
    throw run.fault(node, { code: 'SW1115', message });
  };
  const operator = node.typename === 'Neg' ? '-' : '+';
  const value = evaluate(run, node.target);
  return nunjucksArithmetic(operator, 0n, typeof value === 'string' ? Number(value) : value, fail);
}
