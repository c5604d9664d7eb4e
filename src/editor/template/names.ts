import type { EditedFile } from '../document.ts';
import type { Stretch } from '../syntax/tree.ts';

/** A template that another names, as in `{% include "x.tera" %}`. The stretch is what stands between the quotes. */
export interface TemplateName extends Stretch {
  readonly name: string;
  /** What its macros are called by, as in `{% import "x.tera" as m %}`. */
  readonly alias: string | undefined;
}

const REFERENCE = /^\{%-?\s*(?:include|import|extends|from)\s+\[?\s*(["'`])/;

const known = new WeakMap<EditedFile, readonly TemplateName[]>();

/** Every template that a file names in its tags. */
export function templateNamesIn(file: EditedFile): readonly TemplateName[] {
  const found = known.get(file) ?? file.tags.flatMap((tag) => namesInTag(file.text, tag));
  known.set(file, found);
  return found;
}

/** Longer tags name no template. */
const LONGEST = 1000;

function namesInTag(text: string, { start, end }: Stretch): TemplateName[] {
  const tag = text.slice(start, Math.min(end, start + LONGEST));
  const head = REFERENCE.exec(tag);
  if (!head) return [];
  const [opening, quote = '"'] = head;
  const names: TemplateName[] = [];
  const alias = /\sas\s+(\w+)\s*-?%\}$/.exec(tag)?.[1];
  // `{% include ["a", "b"] %}` names several.
  for (let at = opening.length - 1; tag[at] === quote; at = tag.indexOf(quote, at)) {
    const close = tag.indexOf(quote, at + 1);
    if (close === -1) break;
    names.push({ name: tag.slice(at + 1, close), alias, start: start + at + 1, end: start + close });
    at = close + 1;
    if (tag.indexOf(quote, at) === -1) break;
  }
  return names;
}
