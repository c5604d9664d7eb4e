import { nearest } from '../../diagnostic/index.ts';
import { compileGlob, compilePattern } from '../../scenario/index.ts';
import type { PlannedScenario } from '../plan.ts';
import { type SelectionFault, type Token, tokensOf } from './tokens.ts';

/** What a selection looks at. */
export type Selectable = Pick<PlannedScenario, 'id' | 'name' | 'file' | 'tags'>;

/** Which scenarios are meant. */
export interface CompiledSelection {
  readonly matches: (scenario: Selectable) => boolean;
  /** Tags named as they are, without a wildcard, in the order in which they stand there. */
  readonly tags: readonly { readonly tag: string; readonly offset: number }[];
}

/** What can be asked, by name. */
export const selectionPredicates = ['tag', 'name', 'file', 'id', 'all', 'none'] as const;

type Predicate = (typeof selectionPredicates)[number];
type Test = (scenario: Selectable) => boolean;

/**
 * A selection such as `smoke and not slow`, or `tag(db-*) and (name(/^pay/) or file(checkout/*))`. A word alone is a tag.
 * In `tag` and `file` the wildcards `*` and `?` work, and the whole has to match; `name` and `id` have to contain the text,
 * or to match it where it has wildcards. Everywhere `=TEXT` is exactly that text and `/RE/` a regular expression found
 * somewhere. `and` (`&`) binds tighter than `or` (`|`); `not` (`!`) tightest. Linear in its length.
 */
export function compileSelection(text: string): CompiledSelection | SelectionFault {
  const tokens = tokensOf(text);
  if (!Array.isArray(tokens)) return tokens;
  try {
    return new SelectionParser(tokens).whole();
  } catch (cause) {
    if (cause instanceof Unreadable) return cause.fault;
    throw cause;
  }
}

/** Thrown and caught in this file only: the parser goes as deep as the parentheses do. */
class Unreadable extends Error {
  readonly fault: SelectionFault;
  constructor(fault: SelectionFault) {
    super(fault.message);
    this.fault = fault;
  }
}

/** Parentheses and `not` in one another; people need three. */
const MAX_DEPTH = 100;

class SelectionParser {
  readonly #tokens: readonly Token[];
  readonly #tags: { readonly tag: string; readonly offset: number }[] = [];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): CompiledSelection {
    const matches = this.#either();
    const rest = this.#peek();
    if (rest.kind !== 'end') fail(rest, `"${rest.value}" does not belong here`, '`and`, `or`, or the end');
    return { matches, tags: this.#tags };
  }

  #either(): Test {
    const options = [this.#all()];
    while (this.#take('or')) options.push(this.#all());
    return (scenario) => options.some((test) => test(scenario));
  }

  #all(): Test {
    const parts = [this.#part()];
    while (this.#take('and')) parts.push(this.#part());
    return (scenario) => parts.every((test) => test(scenario));
  }

  #part(): Test {
    if (++this.#depth > MAX_DEPTH) fail(this.#peek(), `more than ${MAX_DEPTH} levels deep`, undefined);
    const test = this.#take('not') ? negated(this.#part()) : this.#group();
    this.#depth -= 1;
    return test;
  }

  #group(): Test {
    const open = this.#peek();
    if (!this.#take('open')) return this.#predicate();
    const inside = this.#either();
    if (!this.#take('close')) fail(open, 'the parenthesis is never closed', '`)`');
    return inside;
  }

  #predicate(): Test {
    const token = this.#peek();
    const { kind, value, offset } = token;
    this.#at += 1;
    if (kind === 'text') return this.#tag(`=${value}`, { ...token, offset: offset + 1 });
    if (kind === 'word') return this.#tag(value, token);
    if (kind === 'call') return this.#call(token);
    return fail(token, kind === 'end' ? 'something is missing' : `"${value}" does not belong here`, FORMS);
  }

  #call(token: Token): Test {
    const { value, argument } = token;
    if (!isPredicate(value)) {
      const meant = nearest(value, selectionPredicates);
      return fail(token, `there is no \`${value}(\u2026)\`${meant ? `; did you mean ${meant}?` : ''}`, FORMS);
    }
    if (value === 'all' || value === 'none') {
      if (argument !== '') fail(token, `\`${value}()\` takes nothing`, undefined);
      return () => value === 'all';
    }
    if (argument === '') fail(token, `\`${value}()\` does not say which`, `${value}(TEXT)`);
    if (value === 'tag') return this.#tag(argument, token);
    const test = textTest(argument, { token, contains: value !== 'file' });
    return (scenario) => test(scenario[value]);
  }

  #tag(argument: string, token: Token): Test {
    const exact = plainOf(argument);
    if (exact !== undefined) this.#tags.push({ tag: exact, offset: token.offset });
    const test = textTest(argument, { token, contains: false });
    return ({ tags }) => tags.some(test);
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', value: '', argument: '', offset: 0, length: 1 };
  }

  #take(kind: Token['kind']): boolean {
    if (this.#peek().kind !== kind) return false;
    this.#at += 1;
    return true;
  }
}

const FORMS = 'a tag, or tag(…), name(…), file(…), id(…), all(), none()';

interface TextContext {
  readonly token: Token;
  /** Without wildcards it is enough that the text is somewhere in it. */
  readonly contains: boolean;
}

function textTest(argument: string, { token, contains }: TextContext): (text: string) => boolean {
  if (/^\/.*\/$/s.test(argument)) {
    const pattern = compilePattern(argument.slice(1, -1));
    if ('error' in pattern) return fail(token, `it is no regular expression: ${pattern.error}`, undefined);
    return (text) => pattern.test(text);
  }
  const exact = plainOf(argument);
  const hasWildcards = exact === undefined;
  // A bracket is plain text: the names of a matrix have them.
  const glob = hasWildcards ? compileGlob(argument.replace(/\[/g, '[[]')) : undefined;
  if (glob) return (text) => glob.test(text);
  const plain = exact ?? argument;
  const isExact = argument.startsWith('=') || !contains;
  return (text) => (isExact ? text === plain : text.includes(plain));
}

/** The text that is meant when it has no wildcard and is no pattern; in quotes and behind `=` everything is plain. */
function plainOf(argument: string): string | undefined {
  if (argument.startsWith('=')) return argument.slice(1);
  const [, quoted] = /^(?:"([^"]*)")$/.exec(argument) ?? /^(?:'([^']*)')$/.exec(argument) ?? [];
  if (quoted !== undefined) return quoted;
  return /[*?]|^\/.*\/$/s.test(argument) ? undefined : argument;
}

function isPredicate(name: string): name is Predicate {
  return (selectionPredicates as readonly string[]).includes(name);
}

function negated(test: Test): Test {
  return (scenario) => !test(scenario);
}

function fail({ offset, length }: Token, message: string, expected: string | undefined): never {
  throw new Unreadable({ message, offset, length, expected });
}
