/** A piece of a condition; `offset` counts UTF-16 units from 0. */
export interface ConditionToken {
  readonly value: string;
  readonly offset: number;
  /** As it is written. */
  readonly length: number;
}

/** What is wrong with a condition and where. */
export interface ConditionFault {
  readonly message: string;
  readonly offset: number;
  readonly length: number;
  readonly expected: string | undefined;
}

/** Whether something is meant; `Context` is what else there is to know, `void` for nothing. */
export type ConditionTest<Subject, Context = void> = (subject: Subject, context: Context) => boolean;

/** What a token is to the structure of a condition; undefined for one that belongs to what is asked. */
export type ConditionRole = 'and' | 'or' | 'not' | 'open' | 'close' | 'end' | undefined;

export interface ConditionSyntax<Token extends ConditionToken, Test> {
  readonly roleOf: (token: Token) => ConditionRole;
  /** Reads one thing that is asked, such as `status = error`; what is wrong goes to {@link refuse}. */
  readonly readOne: (cursor: Cursor<Token>) => Test;
}

/** Thrown by {@link refuse} and caught by {@link parseCondition}: the parser goes as deep as the parentheses do. */
class Unreadable extends Error {
  readonly fault: ConditionFault;
  constructor(fault: ConditionFault) {
    super(fault.message);
    this.fault = fault;
  }
}

/** Ends the reading of a condition at a token. */
export function refuse(
  { offset, length }: ConditionToken,
  message: string,
  expected: string | undefined,
): never {
  throw new Unreadable({ message, offset, length, expected });
}

/** Tokens one after the other; the last one stays. */
export class Cursor<Token extends ConditionToken> {
  readonly #tokens: readonly [Token, ...Token[]];
  #at = 0;

  constructor(tokens: readonly [Token, ...Token[]]) {
    this.#tokens = tokens;
  }

  peek(): Token {
    return this.#tokens[this.#at] ?? this.#tokens[0];
  }

  next(): Token {
    const token = this.peek();
    if (this.#at < this.#tokens.length - 1) this.#at += 1;
    return token;
  }
}

/** Parentheses and `not` in one another; people need three. */
const MAX_DEPTH = 100;

/**
 * Reads what is asked, joined by `and`, `or`, `not` and parentheses: `and` binds tighter than `or`, `not` tightest. What a
 * token looks like, and what can be asked, is for the caller; the last token has the role `end`. Linear in the tokens.
 */
export function parseCondition<Token extends ConditionToken, Subject, Context = void>(
  tokens: readonly [Token, ...Token[]],
  syntax: ConditionSyntax<Token, ConditionTest<Subject, Context>>,
): ConditionTest<Subject, Context> | ConditionFault {
  const cursor = new Cursor(tokens);
  try {
    const test = either<Token, Subject, Context>({ cursor, syntax, depth: 0 });
    const rest = cursor.peek();
    return syntax.roleOf(rest) === 'end'
      ? test
      : refuse(rest, `"${rest.value}" does not belong here`, '`and`, `or`, or the end');
  } catch (cause) {
    if (cause instanceof Unreadable) return cause.fault;
    throw cause;
  }
}

interface Reading<Token extends ConditionToken, Subject, Context> {
  readonly cursor: Cursor<Token>;
  readonly syntax: ConditionSyntax<Token, ConditionTest<Subject, Context>>;
  readonly depth: number;
}

function either<T extends ConditionToken, S, C>(reading: Reading<T, S, C>): ConditionTest<S, C> {
  const first = all(reading);
  const options = [first];
  while (take('or', reading)) options.push(all(reading));
  if (options.length === 1) return first;
  return (subject, context) => options.some((test) => test(subject, context));
}

function all<T extends ConditionToken, S, C>(reading: Reading<T, S, C>): ConditionTest<S, C> {
  const first = part(reading);
  const parts = [first];
  while (take('and', reading)) parts.push(part(reading));
  if (parts.length === 1) return first;
  return (subject, context) => parts.every((test) => test(subject, context));
}

function part<T extends ConditionToken, S, C>(outer: Reading<T, S, C>): ConditionTest<S, C> {
  const reading = { ...outer, depth: outer.depth + 1 };
  const { cursor, syntax } = reading;
  if (reading.depth > MAX_DEPTH) refuse(cursor.peek(), `more than ${MAX_DEPTH} levels deep`, undefined);
  if (take('not', reading)) {
    const test = part(reading);
    return (subject, context) => !test(subject, context);
  }
  const open = cursor.peek();
  if (!take('open', reading)) return syntax.readOne(cursor);
  const inside = either(reading);
  return take('close', reading) ? inside : refuse(open, 'the parenthesis is never closed', '`)`');
}

function take<T extends ConditionToken, S, C>(
  role: ConditionRole,
  { cursor, syntax }: Reading<T, S, C>,
): boolean {
  if (syntax.roleOf(cursor.peek()) !== role) return false;
  cursor.next();
  return true;
}
