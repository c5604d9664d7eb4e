import { nearest } from '../../diagnostic/index.ts';
import type { Fault } from '../fault.ts';
import type { Lookup, Node, NodeOf } from '../nunjucks/nodes.ts';
import { isMap, type Value } from '../value/value.ts';
import type { Run } from './run.ts';

/** What to say of an expression that names something that is not there. */
export function undefinedFault(run: Run, node: Node): Fault {
  switch (node.typename) {
    case 'Symbol':
      return undefinedVariable(run, node);
    case 'LookupVal':
      return undefinedMember(run, node);
    case 'FunCall':
      return undefinedResult(run, node);
    case 'Filter':
      return undefinedFault(run, node.args.children[0] ?? node.name);
    default:
      return run.fault(node, { code: 'SW1106', message: 'the expression has no value' });
  }
}

function undefinedVariable(run: Run, node: NodeOf<'Symbol'>): Fault {
  const near = nearest(node.value, visibleNames(run));
  return run.fault(node, {
    code: 'SW1106',
    message: `the variable \`${node.value}\` is not defined`,
    hint: near ? `did you mean \`${near}\`?` : 'define it in [vars], or add `| default(value=…)`',
    length: node.value.length,
  });
}

function* visibleNames(run: Run): Iterable<string> {
  for (let frame: typeof run.frame | undefined = run.frame; frame; frame = frame.parent) {
    yield* frame.variables.keys();
    if (frame.loop) yield 'loop';
  }
  yield* run.context.keys();
}

function undefinedMember(run: Run, node: Lookup): Fault {
  const target = run.lookUp(node.target);
  if (target === undefined) return undefinedFault(run, node.target);
  const key = run.lookUp(node.val);
  if (key === undefined) return undefinedFault(run, node.val);
  const near = isMap(target) ? nearest(String(key), target.keys()) : undefined;
  return run.fault(node.val, {
    code: 'SW1106',
    message: `\`${pathText(node.target)}\` has no ${isMap(target) ? 'key' : 'member'} \`${String(key)}\``,
    hint: near && `did you mean \`${near}\`?`,
    length: String(key).length,
  });
}

function undefinedResult(run: Run, node: NodeOf<'FunCall'>): Fault {
  const callee = node.name.typename === 'Symbol' ? node.name.value : '';
  const name = environmentName(run, node);
  const allowed = name !== undefined && run.world.allows(name);
  return run.fault(node, {
    code: 'SW1119',
    message: allowed
      ? `the environment variable \`${name}\` is not set`
      : `the environment variable \`${name ?? ''}\` is not one that templates of this project may read`,
    hint: allowed
      ? 'set it, or add `| default(value=…)`'
      : `allow its name in the project file, [template] env = ["${name ?? 'NAME'}"], or add \`| default(value=…)\``,
    length: callee.length,
  });
}

function environmentName(run: Run, node: NodeOf<'FunCall'>): string | undefined {
  const [first] = node.args.children;
  if (first === undefined) return undefined;
  const pairs = first.typename === 'KeywordArgs' ? first.children : [first];
  const values = pairs.map((pair): Value | undefined =>
    run.lookUp(pair.typename === 'Pair' ? pair.value : pair),
  );
  return values.find((value) => typeof value === 'string');
}

/** A variable with its members, as written. */
export function pathText(node: Node): string {
  if (node.typename === 'Symbol') return node.value;
  if (node.typename !== 'LookupVal') return '…';
  const { val } = node;
  return `${pathText(node.target)}${val.typename === 'Literal' ? `.${String(val.value)}` : `[${pathText(val)}]`}`;
}
