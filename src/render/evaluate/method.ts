import type { Call } from '../nunjucks/nodes.ts';
import { Cycler, Joiner } from '../value/stateful.ts';
import type { Value } from '../value/value.ts';
import type { Run } from './run.ts';

/**
 * The only calls of values there are: `next()` and `reset()` of what `cycler()` of Nunjucks gave, and a call of what
 * `joiner()` gave. Undefined where the call is of something else.
 */
export function methodOf(run: Run, { name }: Call): (() => Value) | undefined {
  if (run.dialect.name !== 'nunjucks') return undefined;
  const target = name.typename === 'LookupVal' ? name.target : name;
  if (target.typename !== 'Symbol' || run.template.macros.has(target.value)) return undefined;
  const value = run.lookUp(target);
  if (name.typename !== 'LookupVal') return value instanceof Joiner ? () => value.next() : undefined;
  if (!(value instanceof Cycler) || name.val.typename !== 'Literal') return undefined;
  if (name.val.value === 'next') return () => value.next();
  return name.val.value === 'reset' ? () => value.reset() : undefined;
}
