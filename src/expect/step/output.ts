import type { KeyPath, OutputExpectation } from '../../scenario/index.ts';
import { asksNothing, type Judgement, type StepClaim } from '../claim.ts';
import { quote } from '../words.ts';
import { jsonClaims } from './json.ts';
import type { KeptOutput, Stream } from './kept.ts';
import { judgeContains, judgeEquals, judgeMatches, judgeNotContains, judgeNotMatches } from './text.ts';

/**
 * What a stream must hold, one claim an item. Where the middle of the stream is missing, only what the kept parts show
 * is judged: text that was found is there, text that was not found may still have been.
 */
export function outputClaims(expectation: OutputExpectation, stream: Stream): StepClaim[] {
  const claims = [
    ...textRules.flatMap((rule) => textClaims(rule, expectation, stream)),
    ...(expectation.json === undefined ? [] : jsonClaims(expectation.json, stream)),
  ];
  return claims.length > 0 ? claims : [asksNothing(stream.rule, stream.path, 'the table is empty')];
}

interface TextRule {
  readonly key: 'contains' | 'not_contains' | 'matches' | 'not_matches' | 'equals';
  readonly words: string;
  readonly judge: (wanted: string, output: KeptOutput) => Judgement;
}

const textRules: readonly TextRule[] = [
  { key: 'contains', words: 'to contain', judge: judgeContains },
  { key: 'not_contains', words: 'not to contain', judge: judgeNotContains },
  { key: 'matches', words: 'to match', judge: judgeMatches },
  { key: 'not_matches', words: 'not to match', judge: judgeNotMatches },
  { key: 'equals', words: 'to be', judge: judgeEquals },
];

function textClaims(
  { key, words, judge }: TextRule,
  expectation: OutputExpectation,
  stream: Stream,
): StepClaim[] {
  const items = expectation[key];
  if (items === undefined) return [];
  const rule = `${stream.rule}.${key}`;
  const path = [...stream.path, key];
  const claim = (item: string, at: KeyPath): StepClaim => ({
    rule,
    path: at,
    expected: `${words} ${quote(item)}`,
    judge: () => judge(item, stream.output),
  });
  if (typeof items === 'string') return [claim(items, path)];
  if (items.length === 0) return [asksNothing(rule, path, 'the list is empty')];
  return items.map((item, index) => claim(item, [...path, index]));
}
