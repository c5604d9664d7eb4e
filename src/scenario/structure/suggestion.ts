import { nearest } from '../../diagnostic/index.ts';

const MOST_LISTED = 12;

/** What to write instead of an unknown name; undefined when there is nothing to choose from. */
export function suggestion(name: string, known: Iterable<string>): string | undefined {
  const names = [...known];
  const near = nearest(name, names);
  if (near !== undefined) return `did you mean ${JSON.stringify(near)}?`;
  if (names.length === 0) return undefined;
  return `known: ${names.slice(0, MOST_LISTED).join(', ')}${names.length > MOST_LISTED ? ', …' : ''}`;
}
