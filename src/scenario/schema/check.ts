import type { Dialect } from '../dialect.ts';
import type { PatternBudget } from '../pattern.ts';
import type { Report } from '../problems.ts';
import type { Located } from '../toml/index.ts';
import { unreachable } from '../unreachable.ts';
import { type At, type CheckContext, INVALID, type Unchecked } from './check/context.ts';
import { wrongHeader } from './check/header.ts';
import { checkList, checkTuple } from './check/list.ts';
import { plainValue } from './check/plain.ts';
import {
  checkChoice,
  checkDuration,
  checkInteger,
  checkNumber,
  checkString,
  wrongType,
} from './check/scalar.ts';
import { checkMap, checkObject } from './check/table.ts';
import type { Schema } from './dsl.ts';

export interface CheckInput {
  readonly dialect: Dialect;
  /** Text of the file, to place a fault inside a string. */
  readonly source: string;
  readonly report: Report;
  /** What is left for the regular expressions of the file; without it they may be any number. */
  readonly patterns?: PatternBudget | undefined;
  /** Where the value stands, when it is not the root. */
  readonly at?: At | undefined;
}

/**
 * Checks a located value against a schema and gives the value as plain data: durations in milliseconds, words in their
 * declared spelling, defaults filled in, tables without a prototype. Every problem is reported, at its own place.
 * After an error the value lacks what is at fault; undefined when nothing can be made of it. Whether there were errors
 * is for the caller to see from what was reported.
 */
export function check<T>(schema: Schema<T>, node: Located, input: CheckInput): T | undefined {
  const context: CheckContext = { ...input, visit };
  const value = visit({ node, schema, declared: schema, at: input.at, context });
  // Each visit returns what its shape stands for, which is what Infer says T is.
  return value === INVALID ? undefined : (value as T);
}

function visit(value: Unchecked): unknown {
  const { schema, context } = value;
  if (context.dialect === 'clnrm' && schema.clnrm) {
    return visit({ ...value, schema: schema.clnrm, declared: schema.clnrm });
  }
  return wrongHeader(value) ?? visitShape(value);
}

function visitShape(value: Unchecked): unknown {
  const { shape } = value.schema;
  switch (shape.kind) {
    case 'string':
      return holds(value, 'string') ? checkString(shape, value) : wrongType(value);
    case 'integer':
      return holds(value, 'integer') ? checkInteger(shape, value) : wrongType(value);
    case 'number':
      return holds(value, 'integer') || holds(value, 'float') ? checkNumber(shape, value) : wrongType(value);
    case 'boolean':
      return holds(value, 'boolean') ? value.node.value : wrongType(value);
    case 'duration':
      return holds(value, 'string') ? checkDuration(value) : wrongType(value);
    case 'choice':
      return holds(value, 'string') ? checkChoice(shape, value) : wrongType(value);
    case 'list':
      return holds(value, 'array') ? checkList(shape, value) : wrongType(value);
    case 'tuple':
      return holds(value, 'array') ? checkTuple(shape, value) : wrongType(value);
    case 'map':
      return holds(value, 'table') ? checkMap(shape, value) : wrongType(value);
    case 'object':
      return holds(value, 'table') ? checkObject(shape, value) : wrongType(value);
    case 'union': {
      const option = shape.options.find((each) => fits(each, value.node));
      return option ? visit({ ...value, schema: option }) : wrongType(value);
    }
    case 'any':
      return plainValue(value.node);
    default:
      return unreachable(shape);
  }
}

function holds<Kind extends Located['kind']>(
  value: Unchecked,
  kind: Kind,
): value is Unchecked<Extract<Located, { kind: Kind }>> {
  return value.node.kind === kind;
}

/** Whether a value is of the TOML kind that a shape is written in; whether it is right is another question. */
function fits({ shape }: Schema<unknown>, node: Located): boolean {
  switch (shape.kind) {
    case 'string':
    case 'duration':
    case 'choice':
      return node.kind === 'string';
    case 'integer':
      return node.kind === 'integer';
    case 'number':
      return node.kind === 'integer' || node.kind === 'float';
    case 'boolean':
      return node.kind === 'boolean';
    case 'list':
    case 'tuple':
      return node.kind === 'array';
    case 'map':
    case 'object':
      return node.kind === 'table';
    case 'union':
      return shape.options.some((option) => fits(option, node));
    case 'any':
      return true;
    default:
      return unreachable(shape);
  }
}
