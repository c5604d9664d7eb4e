import type { Subject } from './subject.ts';
import { quote } from './words.ts';

/** Says of names that no span arrived under, and of each which similar name did: the usual reason is a slip of the pen. */
export function absence(names: readonly string[], subject: Subject): { actual: string; message: string } {
  const actual = `no span ${names.map(quote).join(' and no span ')}`;
  const similar = names.map((name) => subject.similarName(name)).filter((name) => name !== undefined);
  const but = similar.length === 0 ? '' : `, but ${similar.map(quote).join(' and ')} did`;
  return { actual, message: `${actual} arrived${but}` };
}

/** Those of the names that stand for no span at all. */
export function absentNames(names: readonly string[], subject: Subject): string[] {
  return names.filter((name) => subject.select(name).length === 0);
}
