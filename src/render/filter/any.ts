import { type CallableTable, callable } from '../function/args.ts';
import { json, prettyJson, printTera } from '../value/print.ts';
import { dated } from './date.ts';

/** Filters of Tera 1.20 that take values of any kind. `default` and `safe` are the evaluator's own. */
export const anyFilters: CallableTable = new Map([
  ['as_str', callable('', (args) => printTera(args.subject))],
  [
    'json_encode',
    callable('pretty?', (args) =>
      args.value('pretty') === true ? prettyJson(args.subject) : json(args.subject),
    ),
  ],
  ['date', callable('format? timezone?', dated)],
]);
