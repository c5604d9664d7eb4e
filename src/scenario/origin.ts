import type { Diagnostic, Place, Related } from '../diagnostic/index.ts';
import type { LineMap } from '../render/index.ts';

/** From a place in a rendered text to where the template made it. */
export type Placer = (place: Place) => Place;

/**
 * What a tag made is marked at the tag's beginning; a stretch that begins and ends on one line of the template is marked
 * whole, with the tags in it.
 */
export function placer(map: LineMap, template: string): Placer {
  return ({ line, column, length }) => {
    const start = map.originOf(line, column);
    // Only an empty text has places that no piece of the template made.
    if (!start) return { file: template, line: 1, column: 1, length: 1 };
    const end = map.originOf(line, column + length - 1);
    const isOneLine = end?.file === start.file && end.line === start.line && end.column >= start.column;
    return {
      file: start.file,
      line: start.line,
      column: start.column,
      length: isOneLine ? end.column - start.column + 1 : 1,
    };
  };
}

/** Calls that are shown; more are no help. */
const MAX_CALLS = 8;

/** The macros and includes through which a place in a rendered text came to be, innermost first, each place once. */
export function callsAt(map: LineMap, { line, column }: Place): Related[] {
  const calls = new Map<string, Related>();
  for (const { what, ...at } of map.originOf(line, column)?.stack.slice(0, MAX_CALLS) ?? []) {
    const place = { ...at, length: 1 };
    calls.set(JSON.stringify(place), { message: `through ${what}`, place });
  }
  return [...calls.values()];
}

/** A diagnostic about a rendered text, at its places in the template. */
export function inTemplate(
  diagnostic: Diagnostic,
  origin: Placer,
  notes: readonly Related[] = [],
): Diagnostic {
  const { place, related = [] } = diagnostic;
  const all = [...related.map((each) => ({ ...each, place: origin(each.place) })), ...notes];
  return {
    ...diagnostic,
    place: place && origin(place),
    related: all.length > 0 ? all : undefined,
    // A replacement fits the rendered text only.
    fix: undefined,
  };
}
