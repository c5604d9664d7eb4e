import { stripVTControlCharacters } from 'node:util';

/**
 * Stands in for the package string-width in the bundle. That package builds a regular expression over all emoji when it
 * is loaded (18 ms); yargs only asks it for the width of our own help text, which is ASCII (a test holds that).
 */
export default function stringWidth(text: string): number {
  return stripVTControlCharacters(text).length;
}
