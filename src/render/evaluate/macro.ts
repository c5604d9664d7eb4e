import { nearest } from '../../diagnostic/index.ts';
import type { At, Call, SymbolNode } from '../nunjucks/nodes.ts';
import type { Value } from '../value/value.ts';
import { bindArguments, type Written, writtenArguments } from './arguments.ts';
import { evaluate } from './evaluate.ts';
import { type Caller, type Frame, frameOf } from './frame.ts';
import { methodOf } from './method.ts';
import type { Run } from './run.ts';
import { type MacroDefinition, type MacroParameter, parametersOf, type Template } from './template.ts';

/** Whether a call gives text: a macro, `super()`, `caller()`. Such text keeps its places when it is only printed. */
export function isTextCall(run: Run, node: Call): boolean {
  const { name } = node;
  if (methodOf(run, node)) return false;
  if (name.typename === 'LookupVal') return true;
  if (name.typename !== 'Symbol') return false;
  if (name.value === 'super') return true;
  return run.dialect.name === 'nunjucks' && (name.value === 'caller' || run.template.macros.has(name.value));
}

/** Renders what the call gives to the present sink. */
export function renderCall(run: Run, node: Call): void {
  const { name } = node;
  if (name.typename === 'Symbol' && name.value === 'super') renderSuper(run, name);
  else if (name.typename === 'Symbol' && name.value === 'caller') renderCaller(run, node, name);
  else renderMacro(run, node);
}

function renderMacro(run: Run, node: Call): void {
  const { macro, label } = macroOf(run, node);
  const written = writtenArguments(node.args.children);
  const caller = callerOf(run, written);
  const values = bindMacro(run, node, label, macro, written);
  const parent = run.dialect.name === 'nunjucks' && macro.template === run.chain[0] ? run.origin : undefined;
  const frame: Frame = { kind: 'macro', variables: values, parent, caller };
  run.call(`macro \`${label}\``, node, { template: macro.template, frame }, () => {
    addFallbacks(run, macro.parameters, values);
    run.render(macro.body);
  });
}

function macroOf(run: Run, node: Call): { macro: MacroDefinition; label: string } {
  const { name } = node;
  if (name.typename === 'Symbol') {
    const macro = run.template.macros.get(name.value);
    if (macro) return { macro, label: name.value };
  }
  if (name.typename !== 'LookupVal' || name.target.typename !== 'Symbol' || name.val.typename !== 'Literal') {
    throw run.fault(node, {
      code: 'SW1108',
      message: 'values have no functions of their own',
      hint: 'use a filter',
    });
  }
  const namespace = name.target;
  const macro = String(name.val.value);
  const template = namespaceOf(run, namespace);
  const found = template.macros.get(macro);
  const separator = run.dialect.name === 'tera' ? '::' : '.';
  if (found) return { macro: found, label: `${namespace.value}${separator}${macro}` };
  const near = nearest(macro, template.macros.keys());
  throw run.fault(name.val, {
    code: 'SW1110',
    message: `\`${namespace.value}\` has no macro \`${macro}\``,
    hint: near && `did you mean \`${near}\`?`,
    length: macro.length,
  });
}

function namespaceOf(run: Run, namespace: SymbolNode): Template {
  const found =
    namespace.value === 'self' ? run.template : importOf(run.template, namespace.value, new Set());
  if (found) return found;
  if (run.dialect.name === 'nunjucks') {
    const message = 'values have no functions of their own';
    throw run.fault(namespace, { code: 'SW1108', message, hint: 'use a filter, or import a macro' });
  }
  const near = nearest(namespace.value, [...run.template.imports.keys(), 'self']);
  throw run.fault(namespace, {
    code: 'SW1110',
    message: `no macros are imported as \`${namespace.value}\``,
    hint: near
      ? `did you mean \`${near}\`?`
      : `{% import "…" as ${namespace.value} %} at the top of the file`,
    length: namespace.value.length,
  });
}

/** In Tera what an imported file or a parent imports is there as well. */
function importOf(template: Template, name: string, seen: Set<Template>): Template | undefined {
  if (seen.has(template)) return undefined;
  seen.add(template);
  const own = template.imports.get(name);
  if (own || template.dialect === 'nunjucks') return own;
  const further = [...template.imports.values(), ...(template.parent ? [template.parent] : [])];
  for (const each of further) {
    const found = importOf(each, name, seen);
    if (found) return found;
  }
  return undefined;
}

function bindMacro(
  run: Run,
  at: At,
  label: string,
  macro: MacroDefinition,
  written: Written,
): Map<string, Value> {
  const strict = run.dialect.name === 'tera';
  const parameters = macro.parameters.map(({ name, fallback }) => ({ name, required: strict && !fallback }));
  const named = written.named.filter(({ value }) => value.typename !== 'Caller');
  return bindArguments(run, { at, what: `macro \`${label}\`` }, parameters, { ...written, named });
}

/** Defaults are evaluated inside the macro, where the arguments given are known. */
function addFallbacks(run: Run, parameters: readonly MacroParameter[], values: Map<string, Value>): void {
  for (const { name, fallback } of parameters) {
    if (fallback && !values.has(name)) values.set(name, evaluate(run, fallback));
  }
}

function callerOf(run: Run, written: Written): Caller | undefined {
  const body = written.named.find(({ value }) => value.typename === 'Caller')?.value;
  if (body?.typename !== 'Caller') return undefined;
  return { parameters: body.args, body: body.body, frame: run.frame, template: run.template };
}

function renderCaller(run: Run, node: Call, name: SymbolNode): void {
  let around: Frame | undefined = run.frame;
  while (around && !around.caller) around = around.parent;
  const caller = around?.caller;
  if (!caller) {
    const message = '`caller()` stands in a macro that no `{% call %}` calls';
    throw run.fault(name, { code: 'SW1105', message, length: name.value.length });
  }
  const parameters = parametersOf(caller.parameters).map((each) => ({ name: each.name, required: false }));
  const callee = { at: node, what: 'function `caller`' };
  const values = bindArguments(run, callee, parameters, writtenArguments(node.args.children));
  const frame = { ...frameOf('include', caller.frame), variables: values };
  run.call('`caller()`', node, { template: caller.template, frame }, () => run.render(caller.body));
}

/** The same block as the next template up the chain defines it. */
function renderSuper(run: Run, name: SymbolNode): void {
  const { level } = run;
  if (level) {
    for (let at = level.template + 1; at < run.chain.length; at++) {
      const template = run.chain[at];
      const block = template?.blocks.get(level.name);
      if (!template || !block) continue;
      const into = { template, frame: run.frame, level: { name: level.name, template: at } };
      run.call(`\`super()\` of block \`${level.name}\``, name, into, () => run.render(block.body));
      return;
    }
  }
  const message = level ? `no parent has a block \`${level.name}\`` : '`super()` stands outside a block';
  throw run.fault(name, { code: 'SW1105', message, length: name.value.length });
}
