import { sha256 } from '../../digest/index.ts';
import { type CallableTable, callable } from '../function/args.ts';
import { camelCase, kebabCase, pascalCase, snakeCase } from '../function/case.ts';
import { encoded } from '../function/clnrm.ts';
import { slugOf } from '../function/slug.ts';
import { printTera } from '../value/print.ts';

/** Filters that clnrm 1.0 adds, and two that its authors use as if it had them. */
export const clnrmFilters: CallableTable = new Map([
  ['camel', callable('', (args) => camelCase(args.subjectText()))],
  ['pascal', callable('', (args) => pascalCase(args.subjectText()))],
  ['snake', callable('', (args) => snakeCase(args.subjectText()))],
  ['kebab', callable('', (args) => kebabCase(args.subjectText()))],
  ['slug', callable('', (args) => slugOf(args, args.subjectText()))],
  // clnrm's take values of any kind.
  ['upper', callable('', (args) => printTera(args.subject).toUpperCase())],
  ['lower', callable('', (args) => printTera(args.subject).toLowerCase())],
  ['sha256', callable('', (args) => sha256(args.subjectText()), true)],
  ['toml_encode', callable('', (args) => encoded(args, args.subject), true)],
]);
