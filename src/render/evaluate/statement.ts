import { Fault } from '../fault.ts';
import type { At, For, If, Include, Node, NodeOf, SetNode, Switch } from '../nunjucks/nodes.ts';
import { charactersOf } from '../value/characters.ts';
import { nunjucksCompare } from '../value/nunjucks-operators.ts';
import { shapeOf } from '../value/shape.ts';
import { described } from '../value/tera-operators.ts';
import { isList, isMap, sortedEntries, type Value } from '../value/value.ts';
import { holds } from './condition.ts';
import { evaluate } from './evaluate.ts';
import { aroundLoops, type Frame, frameOf, POISON, whereDefined } from './frame.ts';
import { isTextCall, renderCall } from './macro.ts';
import { FAULT_STEPS, type Run } from './run.ts';
import { parametersOf, type Template } from './template.ts';

/** How a body ended: at its end, or at a `break` or `continue` of the loop around it. */
type End = 'end' | 'break' | 'continue';

/** Renders a body. A fault in one tag is kept, and the rendering goes on behind the tag. */
export function render(run: Run, body: Node): void {
  renderBody(run, body);
}

function renderBody(run: Run, body: Node): End {
  const nodes = 'children' in body ? body.children : [body];
  const before = run.position();
  for (const node of nodes) {
    try {
      const end = renderNode(run, node);
      if (end !== 'end') return end;
    } catch (cause) {
      if (!(cause instanceof Fault)) throw cause;
      run.report(cause);
      run.restore(before);
      run.charge(node, FAULT_STEPS);
      poison(run, node);
    }
  }
  return 'end';
}

/** A variable whose value failed is not reported again wherever it is used. */
function poison(run: Run, node: Node): void {
  if (node.typename !== 'Set' && node.typename !== 'SetGlobal') return;
  for (const target of node.targets) {
    if (target.typename === 'Symbol') frameFor(run, node, target.value).variables.set(target.value, POISON);
  }
}

function renderNode(run: Run, node: Node): End {
  run.charge(node, 1);
  switch (node.typename) {
    case 'Output':
      for (const child of node.children) output(run, child, node);
      return 'end';
    case 'If':
      return renderIf(run, node);
    case 'For':
      return deeper(run, node, () => renderFor(run, node));
    case 'NodeList':
      return renderBody(run, node);
    case 'Set':
    case 'SetGlobal':
      assign(run, node);
      return 'end';
    case 'Include':
      include(run, node);
      return 'end';
    case 'Block':
      renderBlock(run, node);
      return 'end';
    case 'Switch':
      return deeper(run, node, () => renderSwitch(run, node));
    case 'Macro':
      define(run, node);
      return 'end';
    case 'Break':
      return 'break';
    case 'Continue':
      return 'continue';
    // Both are resolved when a template is loaded.
    case 'Import':
    case 'FromImport':
    case 'Extends':
      return 'end';
    default:
      output(run, node, node);
      return 'end';
  }
}

function deeper(run: Run, at: At, body: () => End): End {
  run.enter(at);
  const end = body();
  run.leave();
  return end;
}

function output(run: Run, node: Node, tag: At): void {
  if (node.typename === 'TemplateData') {
    run.charge(node, node.value.length >> 4);
    run.write(node.value, node, true);
  } else if (node.typename === 'FunCall' && isTextCall(run, node)) renderCall(run, node);
  else run.write(printed(run, node), tag, false);
}

function printed(run: Run, node: Node): string {
  const value = evaluate(run, node);
  run.charge(node, shapeOf(value).weight);
  return run.dialect.print(value);
}

function renderIf(run: Run, node: If): End {
  let branch: Node | null = node;
  while (branch?.typename === 'If') {
    const { cond, body, else_ }: If = branch;
    run.charge(branch, 1);
    if (holds(run, cond)) return deeper(run, branch, () => renderBody(run, body));
    branch = else_;
  }
  const otherwise = branch;
  return otherwise ? deeper(run, node, () => renderBody(run, otherwise)) : 'end';
}

function renderFor(run: Run, node: For): End {
  const turns = turnsOf(run, node);
  if (turns.length === 0) return node.else_ ? renderBody(run, node.else_) : 'end';
  const outer = run.frame;
  const loop = { index: 0, length: turns.length };
  const frame = frameOf('loop', outer, loop);
  run.frame = frame;
  for (const [index, turn] of turns.entries()) {
    run.charge(node, 1);
    loop.index = index;
    frame.variables.clear();
    for (const [name, value] of turn) frame.variables.set(name, value);
    if (renderBody(run, node.body) === 'break') break;
  }
  run.frame = outer;
  return 'end';
}

type Turn = readonly (readonly [name: string, value: Value])[];

/** The variables of each turn of a loop. */
function turnsOf(run: Run, node: For): Turn[] {
  const names = node.name.typename === 'Array' ? node.name.children : [node.name];
  const [first = '', ...others] = names.map((name) => (name.typename === 'Symbol' ? name.value : ''));
  const container = evaluate(run, node.arr);
  run.charge(node, shapeOf(container).weight);
  const [second] = others;
  if (isMap(container)) {
    if (second === undefined)
      throw notIterable(run, node, 'a map has keys and values', 'for key, value in …');
    const entries = run.dialect.name === 'tera' ? sortedEntries(container) : [...container];
    return entries.map(([key, value]) => [
      [first, key],
      [second, value],
    ]);
  }
  if (second !== undefined) return unpacked(run, node, [first, ...others], container);
  return itemsOf(run, node, container).map((item) => [[first, item]]);
}

function itemsOf(run: Run, node: For, container: Value): readonly Value[] {
  if (isList(container)) return container;
  if (typeof container === 'string') return charactersOf(container);
  if (container === null && run.dialect.name === 'nunjucks') return [];
  throw notIterable(run, node, `a loop takes a list, a map or a text, and this is ${described(container)}`);
}

/** `for a, b in pairs`: of Nunjucks only. */
function unpacked(run: Run, node: For, names: readonly string[], container: Value): Turn[] {
  if (run.dialect.name === 'tera') {
    throw notIterable(run, node, `keys and values are those of a map, and this is ${described(container)}`);
  }
  return itemsOf(run, node, container).map((item) => {
    if (isList(item)) return names.map((name, at): [string, Value] => [name, item[at] ?? null]);
    throw notIterable(run, node, `each item has to be a list to be unpacked, and one is ${described(item)}`);
  });
}

function notIterable(run: Run, node: For, message: string, write?: string): Fault {
  return run.fault(node.arr, { code: 'SW1116', message, hint: write && `write \`{% ${write} %}\`` });
}

function assign(run: Run, node: SetNode): void {
  const { body } = node;
  const value = node.value ? evaluate(run, node.value) : run.capture(node, () => run.render(body ?? node));
  for (const target of node.targets) {
    if (target.typename === 'Symbol') frameFor(run, node, target.value).variables.set(target.value, value);
  }
}

function frameFor(run: Run, node: SetNode, name: string): Frame {
  if (node.typename === 'SetGlobal') return aroundLoops(run.frame);
  return run.dialect.name === 'tera' ? run.frame : whereDefined(run.frame, name);
}

function include(run: Run, node: Include): void {
  const names = namesOf(run, node.template);
  for (const { name, at } of names) {
    const template = run.options.load(run, name, at);
    if (template === undefined) continue;
    if (template.parent && run.dialect.name === 'tera') {
      const message = `\`${name}\` extends another template, and such a one cannot be included`;
      throw run.fault(at, { code: 'SW1105', message });
    }
    const into = { template, frame: frameOf('include', run.frame) };
    run.call(`include \`${name}\``, node, into, () => renderWhole(run, template));
    return;
  }
  if (node.ignoreMissing) return;
  const [first] = names;
  const listed = names.map(({ name }) => `\`${name}\``).join(', ');
  const near = first && run.options.nearestTemplate(run, first.name);
  throw run.fault(first?.at ?? node, {
    code: 'SW1117',
    message: `there is no template ${listed}`,
    hint: near
      ? `did you mean \`${near}\`?`
      : 'names are looked for beside the file, then in the project root',
    length: (first?.name.length ?? -1) + 2,
  });
}

function namesOf(run: Run, node: Node): { name: string; at: Node }[] {
  const nodes = node.typename === 'Array' ? node.children : [node];
  return nodes.flatMap((at) => {
    const value = evaluate(run, at);
    const values = isList(value) ? value : [value];
    return values.map((name) => {
      if (typeof name === 'string') return { name, at };
      throw run.fault(at, {
        code: 'SW1115',
        message: `a template is named by a text, and this is ${described(name)}`,
      });
    });
  });
}

/** A whole template: the outermost of those it extends, with the blocks of the innermost. */
export function renderWhole(run: Run, template: Template): void {
  const before = run.chain;
  const chain = [template];
  for (let each = template.parent; each; each = each.parent) chain.push(each);
  run.chain = chain;
  const [root = template] = chain.slice(-1);
  // Nunjucks runs what stands outside of blocks, and drops its text.
  if (root !== template && run.dialect.name === 'nunjucks') {
    for (const node of template.nodes) if (node.typename === 'Set') renderBody(run, node);
  }
  const nodes: Node = { typename: 'NodeList', lineno: 0, colno: 0, children: root.nodes };
  if (root === template) renderBody(run, nodes);
  else {
    const at = template.nodes.find((node) => node.typename === 'Extends') ?? nodes;
    run.call(`\`{% extends %}\``, at, { template: root, frame: run.frame }, () => run.render(nodes));
  }
  run.chain = before;
}

/** The innermost definition of the block in the chain of templates. */
function renderBlock(run: Run, node: NodeOf<'Block'>): void {
  const name = node.name.value;
  const at = run.chain.findIndex((template) => template.blocks.has(name));
  const template = run.chain[at] ?? run.template;
  const body = template.blocks.get(name)?.body ?? node.body;
  const into = { template, frame: run.frame, level: { name, template: Math.max(0, at) } };
  run.call(`block \`${name}\``, node, into, () => run.render(body));
}

/** Falls through an empty case to the next, as JavaScript's does. */
function renderSwitch(run: Run, node: Switch): End {
  const value = evaluate(run, node.expr);
  const fail = (message: string): never => {
    throw run.fault(node, { code: 'SW1115', message });
  };
  const at = node.cases.findIndex(({ cond }) => nunjucksCompare('===', value, evaluate(run, cond), fail));
  const filled = node.cases
    .slice(Math.max(0, at))
    .find(({ body }) => !('children' in body) || body.children.length > 0);
  const body = at >= 0 && filled ? filled.body : node.default;
  return body ? renderBody(run, body) : 'end';
}

/** Nunjucks defines a macro where the tag stands; Tera's are there from the start. */
function define(run: Run, node: NodeOf<'Macro'>): void {
  if (run.dialect.name === 'tera') return;
  const { name, args, body } = node;
  run.template.macros.set(name.value, {
    name: name.value,
    at: node,
    parameters: parametersOf(args),
    body,
    template: run.template,
  });
}
