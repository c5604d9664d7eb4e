import { slugify, unwritable } from '../value/slug.ts';
import type { Args } from './args.ts';

/** A slug, with a note where a letter is lost that Tera would spell out. */
export function slugOf(args: Args, text: string): string {
  const lost = unwritable(text);
  if (lost !== undefined) {
    args.support.remark({
      code: 'SW1307',
      message: `the letter \`${lost}\` has no place in a slug here, and Tera spells it out`,
      hint: 'write the name in Latin letters',
    });
  }
  return slugify(text);
}
