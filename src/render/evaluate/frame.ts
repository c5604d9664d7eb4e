import type { Node } from '../nunjucks/nodes.ts';
import type { Value } from '../value/value.ts';
import type { Template } from './template.ts';

/** Stands for a value that could not be computed; what depends on it says nothing further. */
export const POISON: unique symbol = Symbol('reported already');

export interface Loop {
  index: number;
  readonly length: number;
}

/** The body of a `{% call %}`, to be evaluated where it was written. */
export interface Caller {
  readonly parameters: Node;
  readonly body: Node;
  readonly frame: Frame;
  readonly template: Template;
}

/**
 * One level of variables. A macro sees its own frame and the context; a loop and an include also see what is around
 * them (Tera 1.20, `call_stack.rs`).
 */
export interface Frame {
  readonly kind: 'origin' | 'macro' | 'loop' | 'include';
  readonly variables: Map<string, Value | typeof POISON>;
  /** The next frame to look in; none behind an origin or a macro. */
  readonly parent: Frame | undefined;
  readonly loop?: Loop;
  readonly caller?: Caller | undefined;
}

export function frameOf(kind: Frame['kind'], parent?: Frame, loop?: Loop): Frame {
  const variables = new Map<string, Value | typeof POISON>();
  return loop === undefined ? { kind, variables, parent } : { kind, variables, parent, loop };
}

/** Where `{% set_global %}` puts a variable: the nearest frame around all loops. */
export function aroundLoops(frame: Frame): Frame {
  let outer = frame;
  while (outer.kind === 'loop' && outer.parent !== undefined) outer = outer.parent;
  return outer;
}

/** Where Nunjucks' `{% set %}` puts a variable: where it is defined already, else here. */
export function whereDefined(frame: Frame, name: string): Frame {
  for (let each: Frame | undefined = frame; each !== undefined; each = each.parent) {
    if (each.variables.has(name)) return each;
  }
  return frame;
}
