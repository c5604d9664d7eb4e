import type { ValueTest } from '../../scenario/index.ts';
import { parseJson } from '../../trace/index.ts';
import { asksNothing, type Judgement, type StepClaim, undecided } from '../claim.ts';
import { editText, setTo } from '../edit.ts';
import { selectValue } from '../json-path.ts';
import { literal } from '../literal.ts';
import { attributeFromJson } from '../value.ts';
import { compileValueTest, type ValueCheck } from '../value-test.ts';
import { quote } from '../words.ts';
import { excerptOf, notKept, type Stream } from './kept.ts';

/** The output, as a whole, is JSON, and the value at each path is as expected. One claim a path. */
export function jsonClaims(
  tests: Readonly<Record<string, ValueTest>>,
  { rule, path, output }: Stream,
): StepClaim[] {
  const at = [...path, 'json'];
  const wanted = Object.entries(tests);
  if (wanted.length === 0) return [asksNothing(`${rule}.json`, at, 'no path is given')];
  // Parsed once for all paths, and only when the first of them is judged.
  let document: Document | undefined;
  const read = () => {
    document ??= { text: output.text, json: parseJson(output.text) };
    return document;
  };
  return wanted.map(([key, test]) => {
    const check = compileValueTest(test);
    return {
      rule: `${rule}.json`,
      path: [...at, key],
      expected: `${key} = ${check.expected}`,
      judge: () => (output.omittedBytes > 0 ? notKept(output) : judgeAt(key, check, read())),
    };
  });
}

interface Document {
  readonly text: string;
  readonly json: ReturnType<typeof parseJson>;
}

const FAILED = { outcome: 'failed', final: true, proof: [] } as const;

function judgeAt(key: string, check: ValueCheck, { text, json }: Document): Judgement {
  if (check.problem !== undefined) return undecided(check.problem);
  if (!json.ok)
    return { ...FAILED, message: `the output is not JSON: ${json.message}`, actual: excerptOf(text) };
  const selected = selectValue(json.value, key);
  switch (selected.kind) {
    case 'badPath':
      return undecided(`${quote(key)} is no valid path: ${selected.error} at offset ${selected.offset}`);
    case 'missing':
      return judgeMissing(check, selected.at);
    case 'found':
      return judgeFound(key, check, selected.value);
    default:
      return selected satisfies never;
  }
}

function judgeMissing(check: ValueCheck, at: string): Judgement {
  const outcome = check.holds(undefined) ? 'passed' : 'failed';
  return { ...FAILED, outcome, message: `nothing stands at ${at}`, actual: 'no such value' };
}

function judgeFound(key: string, check: ValueCheck, json: unknown): Judgement {
  const value = attributeFromJson(json);
  const actual = literal(value);
  const judgement = { ...FAILED, message: `${key} is ${actual}`, actual };
  return check.holds(value)
    ? { ...judgement, outcome: 'passed' }
    : { ...judgement, edit: editText([setTo(['json', key], value)]) };
}
