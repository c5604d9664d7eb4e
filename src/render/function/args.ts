import type { FaultInput } from '../fault.ts';
import { described } from '../value/tera-operators.ts';
import { isList, isMap, isNumber, kindOf, type Value, type ValueMap } from '../value/value.ts';
import type { World } from './world.ts';

/** What a call needs of the rendering it happens in. */
export interface CallSupport {
  readonly world: World;
  /** Ends the call with a fault at its place. */
  fail(message: string, hint?: string): never;
  /** Says something that does not keep the call from going on. */
  remark(input: FaultInput): void;
  /** Refuses a text before it is made. */
  expectLength(length: number): void;
  /** Counts work beyond looking at the arguments. */
  charge(units: number): void;
}

/** One parameter of a filter or function. */
export interface Parameter {
  readonly name: string;
  readonly required: boolean;
  /** Takes all the positional arguments that are left, as a list. */
  readonly rest?: boolean | undefined;
}

/**
 * A filter or a function. Its body gives undefined where it names something that is not there, which `default` rescues.
 */
export interface Callable {
  readonly parameters: readonly Parameter[];
  readonly body: (args: Args) => Value | undefined;
  /** Ours and not of clnrm: a template that uses it is not portable. */
  readonly own: boolean;
}

export type CallableTable = ReadonlyMap<string, Callable>;

/** Declares a callable; parameters as `'from to length?'` or `'items...'`, in the order of positional arguments. */
export function callable(parameters: string, body: Callable['body'], own = false): Callable {
  const names = parameters === '' ? [] : parameters.split(' ');
  return {
    parameters: names.map(parameter),
    body,
    own,
  };
}

function parameter(written: string): Parameter {
  if (written.endsWith('...')) return { name: written.slice(0, -3), required: false, rest: true };
  return { name: written.replace('?', ''), required: !written.endsWith('?') };
}

/** The arguments of one call, by name and type; a value of another kind ends the call with a fault. */
export class Args {
  readonly support: CallSupport;
  /** What a filter is applied to; null for a function. */
  readonly subject: Value;
  private readonly values: ReadonlyMap<string, Value>;

  constructor(support: CallSupport, subject: Value, values: ReadonlyMap<string, Value>) {
    this.support = support;
    this.subject = subject;
    this.values = values;
  }

  get world(): World {
    return this.support.world;
  }

  fail(message: string, hint?: string): never {
    return this.support.fail(message, hint);
  }

  has(name: string): boolean {
    return this.values.has(name);
  }

  /** Null when the argument is not given. */
  value(name: string): Value {
    return this.values.get(name) ?? null;
  }

  text(name: string, fallback = ''): string {
    const value = this.values.get(name);
    if (value === undefined) return fallback;
    return typeof value === 'string' ? value : this.wrong(name, value, 'a text');
  }

  /** A text, or a scalar as text: where clnrm takes whatever prints. */
  scalar(name: string, fallback = ''): string {
    const value = this.values.get(name);
    if (value === undefined) return fallback;
    return typeof value === 'object' ? this.wrong(name, value, 'a text') : String(value);
  }

  flag(name: string, fallback = false): boolean {
    const value = this.values.get(name);
    if (value === undefined) return fallback;
    return typeof value === 'boolean' ? value : this.wrong(name, value, 'true or false');
  }

  number(name: string, fallback = 0): number {
    const value = this.values.get(name);
    if (value === undefined) return fallback;
    return isNumber(value) ? Number(value) : this.wrong(name, value, 'a number');
  }

  /** A whole number between `least` and `most`, within what a float holds exactly. */
  whole(name: string, fallback: number, least: number, most: number): number {
    const value = this.values.get(name);
    if (value === undefined) return fallback;
    const number = typeof value === 'bigint' ? Number(value) : Number.NaN;
    if (number >= least && number <= most) return number;
    return this.wrong(name, value, `a whole number from ${least} to ${most}`);
  }

  /** A whole number that is not negative, as Rust's `usize`. */
  count(name: string, fallback: number): number {
    return this.whole(name, fallback, 0, Number.MAX_SAFE_INTEGER);
  }

  list(name: string): readonly Value[] {
    const value = this.value(name);
    return isList(value) ? value : this.wrong(name, value, 'a list');
  }

  map(name: string): ValueMap {
    const value = this.value(name);
    return isMap(value) ? value : this.wrong(name, value, 'a map');
  }

  /** The seed of the call; undefined where none is given. */
  seed(): string | undefined {
    return this.has('seed') ? this.scalar('seed') : undefined;
  }

  subjectText(): string {
    return typeof this.subject === 'string' ? this.subject : this.wrongSubject('a text');
  }

  subjectList(): readonly Value[] {
    return isList(this.subject) ? this.subject : this.wrongSubject('a list');
  }

  subjectNumber(): number {
    return isNumber(this.subject) ? Number(this.subject) : this.wrongSubject('a number');
  }

  wrongSubject(expected: string): never {
    return this.fail(`it takes ${expected}, and this is ${described(this.subject)}`);
  }

  private wrong(name: string, value: Value, expected: string): never {
    return this.fail(
      `its argument \`${name}\` is ${kindOf(value) === 'null' ? 'null' : described(value)}`,
      `\`${name}\` takes ${expected}`,
    );
  }
}
