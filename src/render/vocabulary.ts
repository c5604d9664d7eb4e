import { dialects } from './evaluate/dialect.ts';
import type { CallableTable, Parameter } from './function/args.ts';
import { libraryFor, MACRO_LIBRARY } from './library/index.ts';
import type { DialectName } from './syntax/lexer.ts';

/** A function or filter as one writes it. */
export interface CallableName {
  readonly name: string;
  /** In the order of positional arguments; of a filter, without the value that it is applied to. */
  readonly parameters: readonly Parameter[];
}

/** The words of a dialect, for editors. */
export interface Vocabulary {
  readonly functions: readonly CallableName[];
  readonly filters: readonly CallableName[];
  readonly tests: readonly string[];
}

export function vocabularyOf(dialect: DialectName): Vocabulary {
  const { functions, filters, tests } = dialects[dialect];
  return {
    functions: namesIn(functions),
    // Those that the evaluator treats by themselves.
    filters: [
      ...namesIn(filters),
      { name: 'default', parameters: [{ name: 'value', required: true }] },
      { name: 'safe', parameters: [] },
    ],
    tests: [...tests.keys(), 'defined', 'undefined'],
  };
}

function namesIn(table: CallableTable): CallableName[] {
  return [...table].map(([name, { parameters }]) => ({ name, parameters }));
}

/** The name of the template that is built in. */
export const builtInTemplateName = MACRO_LIBRARY;

/** Its text, as a template of this text is given it. */
export function builtInTemplate(text: string): string {
  return libraryFor(text);
}
