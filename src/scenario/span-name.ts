import { OWN_PREFIX } from '../trace/index.ts';
import { compileGlob, isGlob } from './glob.ts';

/** Whether a name or glob of an expectation means Spanwright's own spans: it matches those only, and no other does. */
export function isOwnName(name: string): boolean {
  return name.startsWith(OWN_PREFIX);
}

/**
 * Compiles a span name of an expectation. It is a glob only if it holds a glob character, and even then a span of
 * exactly that name matches: routes such as `GET /orders/[id]` are names too.
 */
export function compileName(name: string): (actual: string) => boolean {
  if (!isGlob(name)) return (actual) => actual === name;
  const glob = compileGlob(name);
  return (actual) => actual === name || glob.test(actual);
}
