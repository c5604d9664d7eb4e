/**
 * What is said about text that is no TOML: for each situation in which reading can stop, the diagnostic with its place,
 * what was expected and the way out. Looks only at the text around; decides nothing about what is read.
 */
import type { Diagnostic } from '../../../diagnostic/index.ts';
import { explainArray, explainInlineTable } from './container.ts';
import { explainAfter, explainEquals, explainHeader, explainKey, explainStatement } from './statement.ts';
import { explainEscape, explainString } from './string.ts';
import { explainMissingValue } from './value.ts';
import type { View } from './view.ts';

/** What reading was doing when a character did not fit. */
export type Situation =
  | 'statement'
  | 'key'
  | 'equals'
  | 'value'
  | 'after'
  | 'header'
  | 'array'
  | 'inline table'
  | 'string'
  | 'escape';

export function explain(situation: Situation, view: View): Diagnostic {
  switch (situation) {
    case 'statement':
      return explainStatement(view);
    case 'key':
      return explainKey(view);
    case 'equals':
      return explainEquals(view);
    case 'value':
      return explainMissingValue(view);
    case 'after':
      return explainAfter(view);
    case 'header':
      return explainHeader(view);
    case 'array':
      return explainArray(view);
    case 'inline table':
      return explainInlineTable(view);
    case 'string':
      return explainString(view);
    case 'escape':
      return explainEscape(view);
    default:
      return situation satisfies never;
  }
}

export { duplicateKey, duplicateTable, notAnArray, notExtendable } from './collision.ts';
export { explainWord } from './value.ts';
export { nameOf, type View } from './view.ts';
