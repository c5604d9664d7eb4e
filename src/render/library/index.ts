import { macros07 } from './macros-07.ts';
import { macros10 } from './macros-10.ts';

/** Name under which clnrm's templates import its macros. */
export const MACRO_LIBRARY = '_macros.toml.tera';

/** Macros that only the library of clnrm 0.7 has. */
const ONLY_07 = /::(?:lifecycle|edges|window|count|attrs|multi_lifecycle|span_with_attrs)\s*\(/;

/** The text of the library that a template was written for: that of clnrm 0.7 where it calls a macro of it alone. */
export function libraryFor(text: string): string {
  return ONLY_07.test(text) ? macros07 : macros10;
}
