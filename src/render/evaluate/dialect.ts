import { anyFilters } from '../filter/any.ts';
import { clnrmFilters } from '../filter/clnrm.ts';
import { collectionFilters, listFilters } from '../filter/list.ts';
import { numberFilters } from '../filter/number.ts';
import { nunjucksFilters } from '../filter/nunjucks.ts';
import { selectFilters } from '../filter/nunjucks-list.ts';
import { textFilters } from '../filter/text.ts';
import type { CallableTable } from '../function/args.ts';
import { clnrmFunctions } from '../function/clnrm.ts';
import { fakeFunctions } from '../function/fake.ts';
import { idFunctions } from '../function/ids.ts';
import { nunjucksFunctions } from '../function/nunjucks.ts';
import { teraFunctions } from '../function/tera.ts';
import type { DialectName } from '../syntax/lexer.ts';
import { nunjucksTruthy } from '../value/nunjucks-operators.ts';
import { printNunjucks, printTera } from '../value/print.ts';
import { teraTruthy } from '../value/tera-operators.ts';
import type { Value } from '../value/value.ts';
import { nunjucksTests, type TestTable, teraTests } from './tests.ts';

/** What the two dialects do differently with the same tree. */
export interface Dialect {
  readonly name: DialectName;
  readonly filters: CallableTable;
  readonly functions: CallableTable;
  readonly tests: TestTable;
  print(value: Value): string;
  truthy(value: Value): boolean;
}

const teraFilters: CallableTable = new Map([
  ...textFilters,
  ...listFilters,
  ...collectionFilters,
  ...numberFilters,
  ...anyFilters,
  ...clnrmFilters,
]);
const functions: CallableTable = new Map([
  ...teraFunctions,
  ...clnrmFunctions,
  ...idFunctions,
  ...fakeFunctions,
]);

export const dialects: Readonly<Record<DialectName, Dialect>> = {
  tera: {
    name: 'tera',
    filters: teraFilters,
    functions,
    tests: teraTests,
    print: printTera,
    truthy: teraTruthy,
  },
  nunjucks: {
    name: 'nunjucks',
    filters: new Map([...teraFilters, ...nunjucksFilters, ...selectFilters(nunjucksTests)]),
    functions: new Map([...functions, ...nunjucksFunctions]),
    tests: nunjucksTests,
    print: printNunjucks,
    truthy: nunjucksTruthy,
  },
};
