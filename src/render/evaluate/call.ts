import { nearest } from '../../diagnostic/index.ts';
import { Args, type Callable, type CallableTable, type CallSupport } from '../function/args.ts';
import type { At, Call, FilterNode, Node, SymbolNode } from '../nunjucks/nodes.ts';
import { shapeOf } from '../value/shape.ts';
import type { Value } from '../value/value.ts';
import { bindArguments, writtenArguments } from './arguments.ts';
import { evaluate } from './evaluate.ts';
import type { Run } from './run.ts';

/** `value | filter(…)`. Undefined only where `safe` stands behind something that is not there. */
export function applyFilter(run: Run, node: FilterNode): Value | undefined {
  const [subject = node.name, ...rest] = node.args.children;
  const { name } = node;
  if (name.value === 'safe') return run.lookUp(subject);
  if (name.value === 'default' || (name.value === 'd' && run.dialect.name === 'nunjucks')) {
    return withDefault(run, name, subject, rest);
  }
  const filter = named(run, 'filter', name, run.dialect.filters);
  const value = evaluate(run, subject);
  run.charge(node, shapeOf(value).weight);
  return invoke(run, name, `filter \`${name.value}\``, filter, value, rest);
}

const teraDefault = [{ name: 'value', required: true }];
const nunjucksDefault = ['value', 'boolean'].map((name) => ({ name, required: false }));

/**
 * In Tera `default` stands in for a variable, or a member of one, that is undefined or null, and does nothing behind
 * anything else. That it also rescues `env()` is ours.
 */
function withDefault(run: Run, name: SymbolNode, subject: Node, rest: readonly Node[]): Value {
  const isCall = subject.typename === 'FunCall';
  const isPath = subject.typename === 'Symbol' || subject.typename === 'LookupVal';
  const lenient = isCall || isPath || run.dialect.name === 'nunjucks';
  const value = lenient ? run.lookUp(subject) : evaluate(run, subject);
  const bound = bindArguments(
    run,
    { at: name, what: 'filter `default`' },
    run.dialect.name === 'nunjucks' ? nunjucksDefault : teraDefault,
    writtenArguments(rest),
  );
  const fallback = bound.get('value') ?? null;
  if (run.dialect.name === 'nunjucks') {
    return value === undefined || (bound.get('boolean') === true && !value) ? fallback : value;
  }
  if (isCall && value === undefined) noteRescue(run, subject, '`default`');
  return value === undefined || (isPath && value === null) ? fallback : value;
}

/** clnrm stops at an unset variable before `default` or `if` can see it. */
export function noteRescue(run: Run, at: At, by: string): void {
  const message = `${by} stands in for an environment variable that is not set; clnrm stops there with an error`;
  run.remark(at, { code: 'SW1304', message });
}

/** `function(…)`; undefined where it looks for something that is not there. */
export function callFunction(run: Run, node: Call, name: SymbolNode): Value | undefined {
  const callee = named(run, 'function', name, run.dialect.functions);
  return invoke(run, name, `function \`${name.value}\``, callee, null, node.args.children);
}

/** What other languages call filters and functions. */
const knownElsewhere: ReadonlyMap<string, string> = new Map([
  ['strip', 'trim'],
  ['to_upper', 'upper'],
  ['toupper', 'upper'],
  ['uppercase', 'upper'],
  ['to_lower', 'lower'],
  ['tolower', 'lower'],
  ['lowercase', 'lower'],
  ['len', 'length'],
  ['size', 'length'],
  ['count', 'length'],
  ['to_json', 'json_encode'],
  ['tojson', 'json_encode'],
  ['uuid', 'uuid_v4'],
  ['uuid4', 'uuid_v4'],
  ['timestamp', 'now_unix'],
]);

function named(run: Run, kind: 'filter' | 'function', name: SymbolNode, table: CallableTable): Callable {
  const callee = table.get(name.value);
  if (callee) return callee;
  const elsewhere = knownElsewhere.get(name.value);
  const near =
    elsewhere !== undefined && table.has(elsewhere)
      ? elsewhere
      : nearest(name.value, [...(kind === 'filter' ? ['default', 'safe'] : []), ...table.keys()]);
  throw run.fault(name, {
    code: kind === 'filter' ? 'SW1107' : 'SW1108',
    message: `there is no ${kind} \`${name.value}\``,
    hint: near && `did you mean \`${near}\`?`,
    length: name.value.length,
  });
}

function invoke(
  run: Run,
  at: SymbolNode,
  what: string,
  callee: Callable,
  subject: Value,
  nodes: readonly Node[],
): Value | undefined {
  const values = bindArguments(run, { at, what }, callee.parameters, writtenArguments(nodes));
  if (callee.own && !run.template.builtIn) noteOwn(run, at, what);
  for (const value of values.values()) run.charge(at, shapeOf(value).weight);
  const result = callee.body(new Args(supportOf(run, at, what), subject, values));
  return result === undefined ? undefined : run.made(at, result);
}

function noteOwn(run: Run, at: SymbolNode, what: string): void {
  run.remark(at, { code: 'SW1306', message: `the ${what} is not one of clnrm's`, length: at.value.length });
}

function supportOf(run: Run, at: SymbolNode, what: string): CallSupport {
  const length = at.value.length;
  return {
    world: run.world,
    fail: (message, hint) => {
      // `throw()` says what the author of the template wrote, and nothing else.
      if (at.value === 'throw') throw run.fault(at, { code: 'SW1120', message, length });
      throw run.fault(at, { code: 'SW1112', message: `the ${what}: ${message}`, hint, length });
    },
    remark: (input) => run.remark(at, { length, ...input }),
    expectLength: (characters) => run.expectLength(at, characters),
    charge: (units) => run.charge(at, units),
  };
}

/** `variable is test(…)`. */
export function applyTest(run: Run, subject: Node, test: Node): boolean {
  const name = testName(test);
  const nodes = test.typename === 'FunCall' ? test.args.children : [];
  if (name === 'defined') return run.lookUp(subject) !== undefined;
  if (name === 'undefined') return run.lookUp(subject) === undefined;
  const found = run.dialect.tests.get(name);
  if (found === undefined) {
    const near = nearest(name, [...run.dialect.tests.keys(), 'defined', 'undefined']);
    const hint = near && `did you mean \`${near}\`?`;
    throw run.fault(test, {
      code: 'SW1109',
      message: `there is no test \`${name}\``,
      hint,
      length: name.length,
    });
  }
  if (nodes.length !== found.takes) {
    const message = `the test \`${name}\` takes ${found.takes === 0 ? 'no argument' : 'one argument'}`;
    throw run.fault(test, { code: 'SW1111', message, length: name.length });
  }
  const value = evaluate(run, subject);
  const [argument] = nodes.map((node) => evaluate(run, node));
  run.charge(test, shapeOf(value).weight + shapeOf(argument ?? null).weight);
  const fail = (message: string, hint?: string): never => {
    throw run.fault(test, {
      code: 'SW1112',
      message: `the test \`${name}\`: ${message}`,
      hint,
      length: name.length,
    });
  };
  return found.holds(value, argument ?? null, { fail, charge: (units) => run.charge(test, units) });
}

function testName(test: Node): string {
  const name = test.typename === 'FunCall' ? test.name : test;
  // Nunjucks reads `none`, `true` and `false` as literals.
  if (name.typename === 'Literal') return name.value === null ? 'none' : String(name.value);
  return name.typename === 'Symbol' ? name.value : '';
}
