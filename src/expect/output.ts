import type { KeyPath, OutputExpectation } from '../scenario/index.ts';
import { parseJson } from '../trace/index.ts';
import { asksNothing, type Judgement, type StepClaim } from './claim.ts';
import { selectValue } from './json-path.ts';
import { editText, equalLiteral, literal, quote } from './literal.ts';
import { compilePattern, isPattern, type PatternMatch } from './pattern.ts';
import { attributeFromJson } from './value.ts';
import { compileValueTest, type ValueCheck } from './value-test.ts';

/** Text of a stream. Of a long one only head and tail are kept, joined by a line that says how much is missing. */
export interface KeptOutput {
  readonly text: string;
  /** 0 when `text` is the whole stream. */
  readonly omittedBytes: number;
}

/**
 * What a stream must hold, one claim an item. Where the middle of the stream is missing, only what the kept parts show
 * is judged: text that was found is there, text that was not found may still have been.
 */
export function outputClaims(
  expectation: OutputExpectation,
  rule: string,
  path: KeyPath,
  output: KeptOutput,
): StepClaim[] {
  const { contains, not_contains, matches, not_matches, equals, json } = expectation;
  const context = { rule, path, output };
  const claims: StepClaim[] = [
    ...itemClaims('contains', contains, context, judgeContains(true)),
    ...itemClaims('not_contains', not_contains, context, judgeContains(false)),
    ...itemClaims('matches', matches, context, judgeMatches(true)),
    ...itemClaims('not_matches', not_matches, context, judgeMatches(false)),
    ...itemClaims('equals', equals, context, judgeEquals),
    ...(json === undefined ? [] : jsonClaims(json, context)),
  ];
  return claims.length > 0 ? claims : [asksNothing(rule, path, 'the table is empty')];
}

interface Context {
  readonly rule: string;
  readonly path: KeyPath;
  readonly output: KeptOutput;
}

type TextKey = 'contains' | 'not_contains' | 'matches' | 'not_matches' | 'equals';
type JudgeText = (wanted: string, output: KeptOutput) => Judgement;

const words: Readonly<Record<TextKey, string>> = {
  contains: 'to contain',
  not_contains: 'not to contain',
  matches: 'to match',
  not_matches: 'not to match',
  equals: 'to be',
};

function itemClaims(
  key: TextKey,
  wanted: string | readonly string[] | undefined,
  { rule, path, output }: Context,
  judge: JudgeText,
): StepClaim[] {
  if (wanted === undefined) return [];
  const isOne = typeof wanted === 'string';
  const items = isOne ? [wanted] : wanted;
  if (items.length === 0) return [asksNothing(`${rule}.${key}`, [...path, key], 'the list is empty')];
  return items.map((item, index) => ({
    rule: `${rule}.${key}`,
    path: isOne ? [...path, key] : [...path, key, index],
    expected: `${words[key]} ${quote(item)}`,
    judge: () => judge(item, output),
  }));
}

/** The stretches that are certain to be the stream's own text: the line about the missing middle belongs to none. */
function keptParts({ text, omittedBytes }: KeptOutput): readonly string[] {
  return omittedBytes > 0 ? text.split(`\n[... ${omittedBytes} bytes omitted ...]\n`) : [text];
}

function judgeContains(wanted: boolean): JudgeText {
  return (item, output) => {
    const found = keptParts(output).find((part) => part.includes(item));
    const excerpt =
      found === undefined ? undefined : around(found, found.indexOf(item), found.indexOf(item) + item.length);
    return presence({ wanted, excerpt, output });
  };
}

function judgeMatches(wanted: boolean): JudgeText {
  return (source, output) => {
    const pattern = compilePattern(source);
    if (!isPattern(pattern)) return undecided(`${quote(source)} is no valid pattern: ${pattern.error}`);
    const parts = keptParts(output);
    for (const [at, part] of parts.entries()) {
      const match = pattern.exec(part);
      if (!match) continue;
      // Where text is missing, `^`, `$` and `\b` may hold only because it is.
      const atSeam = (at > 0 && match.index === 0) || (at < parts.length - 1 && endOf(match) === part.length);
      return atSeam
        ? tooShort(output)
        : presence({ wanted, excerpt: around(part, match.index, endOf(match)), output });
    }
    return presence({ wanted, excerpt: undefined, output });
  };
}

function endOf(match: PatternMatch): number {
  return match.index + match.text.length;
}

function presence(options: { wanted: boolean; excerpt: string | undefined; output: KeptOutput }): Judgement {
  const { wanted, excerpt, output } = options;
  const isFound = excerpt !== undefined;
  if (!isFound && output.omittedBytes > 0) return tooShort(output);
  const actual = excerpt ?? excerptOf(output.text);
  const message = isFound ? `found in ${actual}` : `not found in ${actual}`;
  return { outcome: isFound === wanted ? 'passed' : 'failed', final: true, message, actual, proof: [] };
}

function tooShort({ omittedBytes }: KeptOutput): Judgement {
  return undecided(`${omittedBytes} bytes of the output were not kept, and what is claimed depends on them`);
}

function undecided(message: string): Judgement {
  return { outcome: 'undecided', message, final: true };
}

/** The whole output, apart from one final newline on either side. */
const judgeEquals: JudgeText = (wanted, output) => {
  if (output.omittedBytes > 0) return tooShort(output);
  const actual = withoutNewline(output.text);
  const expected = withoutNewline(wanted);
  if (actual === expected)
    return {
      outcome: 'passed',
      final: true,
      message: 'the output is equal',
      actual: excerptOf(actual),
      proof: [],
    };
  return {
    outcome: 'failed',
    final: true,
    message: firstDifference(expected, actual),
    actual: excerptOf(actual),
    proof: [],
    edit: editText([setTo('equals', actual)]),
  };
};

function setTo(key: string, value: string) {
  const to = equalLiteral(value);
  return to === undefined ? undefined : ({ kind: 'set', path: [key], to } as const);
}

function withoutNewline(text: string): string {
  return text.replace(/\r?\n$/, '');
}

/** Line and column count from 1, in UTF-16 units; both sides are shown from there on. */
function firstDifference(expected: string, actual: string): string {
  let at = 0;
  while (at < expected.length && expected[at] === actual[at]) at++;
  const before = expected.slice(0, at);
  const line = before.split('\n').length;
  const column = at - before.lastIndexOf('\n');
  const rest = (text: string) => (at >= text.length ? 'the end' : quote(text.slice(at, at + 60)));
  return `first difference at line ${line}, column ${column}: expected ${rest(expected)}, has ${rest(actual)}`;
}

type JsonTests = NonNullable<OutputExpectation['json']>;

function jsonClaims(tests: JsonTests, { rule, path, output }: Context): StepClaim[] {
  const at = [...path, 'json'];
  const wanted = Object.entries(tests);
  if (wanted.length === 0) return [asksNothing(`${rule}.json`, at, 'no path is given')];
  // Parsed once for all paths, and only when the first of them is judged.
  let parsed: ReturnType<typeof parseJson> | undefined;
  const parse = () => {
    parsed ??= parseJson(output.text);
    return parsed;
  };
  return wanted.map(([key, test]) => {
    const check = compileValueTest(test);
    const judge = () => (output.omittedBytes > 0 ? tooShort(output) : judgeJson(key, check, output, parse()));
    return { rule: `${rule}.json`, path: [...at, key], expected: `${key} = ${check.expected}`, judge };
  });
}

function judgeJson(
  key: string,
  check: ValueCheck,
  output: KeptOutput,
  parsed: ReturnType<typeof parseJson>,
): Judgement {
  if (check.problem !== undefined) return undecided(check.problem);
  const failed = { outcome: 'failed', final: true, proof: [] } as const;
  if (!parsed.ok)
    return {
      ...failed,
      message: `the output is not JSON: ${parsed.message}`,
      actual: excerptOf(output.text),
    };
  const selected = selectValue(parsed.value, key);
  if (selected.kind === 'badPath')
    return undecided(`${quote(key)} is no valid path: ${selected.error} at offset ${selected.offset}`);
  const value = selected.kind === 'found' ? attributeFromJson(selected.value) : undefined;
  const actual = value === undefined ? 'no such value' : literal(value);
  const missing = selected.kind === 'missing' ? `; nothing stands at ${selected.at}` : '';
  if (check.holds(value))
    return { outcome: 'passed', final: true, message: `${key} is ${actual}`, actual, proof: [] };
  const to = value === undefined ? undefined : equalLiteral(value);
  const edit = to === undefined ? undefined : editText([{ kind: 'set', path: ['json', key], to }]);
  return { ...failed, message: `${key} is ${actual}${missing}`, actual, edit };
}

/** Enough of a text to recognise it. */
function excerptOf(text: string): string {
  return text === '' ? 'no output' : quote(text);
}

/** The found stretch with what stands around it on its line. */
function around(text: string, start: number, end: number): string {
  // lastIndexOf counts a negative position as 0, where a line break would not be before the start.
  const lineStart = start === 0 ? 0 : text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', end);
  return quote(
    text.slice(Math.max(lineStart, start - 40), Math.min(lineEnd === -1 ? text.length : lineEnd, end + 40)),
  );
}
