import type { Node } from '../nunjucks/nodes.ts';
import type { Value } from '../value/value.ts';
import type { Run } from './run.ts';
import { undefinedFault } from './undefined.ts';

/** The value of an expression; what is not there is a fault. */
export function evaluate(run: Run, node: Node): Value {
  const value = run.lookUp(node);
  if (value === undefined) throw undefinedFault(run, node);
  return value;
}
