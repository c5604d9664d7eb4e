import { nearest } from '../../diagnostic/index.ts';
import {
  type ConditionRole,
  type Cursor,
  compileGlob,
  compilePattern,
  parseCondition,
  refuse,
} from '../../scenario/index.ts';
import type { PlannedScenario } from '../plan.ts';
import { type SelectionFault, type Token, tokensOf } from './tokens.ts';

/** What a selection looks at. */
export type Selectable = Pick<PlannedScenario, 'id' | 'name' | 'file' | 'tags'>;

/** Which scenarios are meant. */
export interface CompiledSelection {
  readonly matches: (scenario: Selectable) => boolean;
  /** Tags named as they are, without a wildcard, in the order in which they stand there. */
  readonly tags: readonly NamedTag[];
}

export interface NamedTag {
  readonly tag: string;
  readonly offset: number;
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
  if ('message' in tokens) return tokens;
  const tags: NamedTag[] = [];
  const readOne = (cursor: Cursor<Token>) => predicate(cursor.next(), tags);
  const matches = parseCondition<Token, Selectable>(tokens, { roleOf, readOne });
  return 'message' in matches ? matches : { matches, tags };
}

function roleOf({ kind }: Token): ConditionRole {
  return kind === 'word' || kind === 'text' || kind === 'call' ? undefined : kind;
}

function predicate(token: Token, tags: NamedTag[]): Test {
  const { kind, value, offset } = token;
  if (kind === 'text') return tagTest(`=${value}`, { ...token, offset: offset + 1 }, tags);
  if (kind === 'word') return tagTest(value, token, tags);
  if (kind === 'call') return call(token, tags);
  return refuse(token, kind === 'end' ? 'something is missing' : `"${value}" does not belong here`, FORMS);
}

function call(token: Token, tags: NamedTag[]): Test {
  const { value, argument } = token;
  if (!isPredicate(value)) {
    const meant = nearest(value, selectionPredicates);
    return refuse(token, `there is no \`${value}(\u2026)\`${meant ? `; did you mean ${meant}?` : ''}`, FORMS);
  }
  if (value === 'all' || value === 'none') {
    if (argument !== '') refuse(token, `\`${value}()\` takes nothing`, undefined);
    return () => value === 'all';
  }
  if (argument === '') refuse(token, `\`${value}()\` does not say which`, `${value}(TEXT)`);
  if (value === 'tag') return tagTest(argument, token, tags);
  const test = textTest(argument, { token, contains: value !== 'file' });
  return (scenario) => test(scenario[value]);
}

function tagTest(argument: string, token: Token, tags: NamedTag[]): Test {
  const exact = plainOf(argument);
  if (exact !== undefined) tags.push({ tag: exact, offset: token.offset });
  const test = textTest(argument, { token, contains: false });
  return ({ tags: own }) => own.some(test);
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
    if ('error' in pattern) return refuse(token, `it is no regular expression: ${pattern.error}`, undefined);
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
