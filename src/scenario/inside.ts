import type { Place } from '../diagnostic/index.ts';

/** A stretch of the value of a TOML string, in UTF-16 units. */
export interface Stretch {
  readonly offset: number;
  readonly length: number;
}

/**
 * The place of a stretch of a string's value, escapes counted, when it stands on the line where the string begins;
 * else the place of the whole string. `place` is that of the string with its quotes in `source`.
 */
export function placeInside(source: string, place: Place, stretch: Stretch): Place {
  const raw = rawText(source, place);
  const opening = /^("""|'''|"|')/.exec(raw)?.[0];
  if (opening === undefined) return place;
  const start = rawOffset(raw, opening, stretch.offset);
  const end = start && rawOffset(raw, opening, stretch.offset + stretch.length);
  if (start === undefined || start >= raw.length) return place;
  return { ...place, column: place.column + start, length: Math.max(1, (end ?? raw.length) - start) };
}

function rawText(source: string, place: Place): string {
  const start = lineStart(source, place.line) + place.column - 1;
  return source.slice(start, start + place.length);
}

/** Where the last line asked for begins. Faults come in the order of the file, so the next line is near. */
let last = { source: '', line: 1, start: 0 };

function lineStart(source: string, line: number): number {
  let at = last.source === source && last.line <= line ? last : { source, line: 1, start: 0 };
  while (at.line < line) at = { source, line: at.line + 1, start: source.indexOf('\n', at.start) + 1 };
  last = at;
  return at.start;
}

/** Offset in the raw text of the unit at `offset` of the value; undefined when the first line ends before it. */
function rawOffset(raw: string, opening: string, offset: number): number | undefined {
  const escapes = opening.startsWith('"');
  let at = opening.length;
  for (let units = 0; units < offset; ) {
    if (at >= raw.length) return undefined;
    const unit = escapes && raw[at] === '\\' ? escapeAt(raw, at) : { length: 1, units: 1 };
    at += unit.length;
    units += unit.units;
  }
  return at;
}

/** TOML 1.1: `\xHH`, `\uHHHH`, `\UHHHHHHHH`, and single letters. */
function escapeAt(raw: string, at: number): { length: number; units: number } {
  switch (raw[at + 1]) {
    case 'x':
      return { length: 4, units: 1 };
    case 'u':
      return { length: 6, units: 1 };
    case 'U':
      return { length: 10, units: Number.parseInt(raw.slice(at + 2, at + 10), 16) > 0xffff ? 2 : 1 };
    default:
      return { length: 2, units: 1 };
  }
}
