import { describe, expect, test } from 'vitest';
import type { OutputExpectation, StepExpectation } from '../../scenario/index.ts';
import { outcomes } from '../trace.fixture.ts';
import { evaluateStep, type StepEnd } from './step.ts';

interface Case {
  readonly expectation?: StepExpectation;
  readonly end?: StepEnd;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly omittedBytes?: number;
}

function judge({
  expectation,
  end = { kind: 'exited', code: 0 },
  stdout = '',
  stderr = '',
  omittedBytes = 0,
}: Case) {
  return evaluateStep({
    name: 'buy',
    expectation,
    base: ['scenario', 0, 'steps', 1, 'expect'],
    output: { end, stdout: { text: stdout, omittedBytes }, stderr: { text: stderr, omittedBytes: 0 } },
  });
}

/** The findings on standard output alone. */
function judgeOutput(expectation: OutputExpectation, stdout: string, omittedBytes = 0) {
  return judge({ expectation: { stdout: expectation }, stdout, omittedBytes }).slice(1);
}

describe('exit code', () => {
  test.each<[StepExpectation | undefined, StepEnd, string]>([
    [undefined, { kind: 'exited', code: 0 }, 'passed'],
    [undefined, { kind: 'exited', code: 1 }, 'failed'],
    [{}, { kind: 'exited', code: 2 }, 'failed'],
    [{ exit_code: 3 }, { kind: 'exited', code: 3 }, 'passed'],
    [{ exit_code: 3 }, { kind: 'exited', code: 0 }, 'failed'],
    [{ exit_code: [0, 2] }, { kind: 'exited', code: 2 }, 'passed'],
    [{ exit_code: [0, 2] }, { kind: 'exited', code: 1 }, 'failed'],
    [{ exit_code: 137 }, { kind: 'signalled', signal: 'SIGKILL' }, 'failed'],
    [{}, { kind: 'timedOut', afterMs: 1000 }, 'failed'],
    [{}, { kind: 'cancelled' }, 'undecided'],
    [{}, { kind: 'notStarted', message: 'no such program' }, 'undecided'],
  ])('%j with %j is %s', (expectation, end, outcome) => {
    expect(outcomes(judge({ expectation, end }))).toEqual([`${outcome} step[buy].exit_code`]);
  });

  test('says what was found, and stands where the code is expected', () => {
    expect(judge({ expectation: { exit_code: [0, 2] }, end: { kind: 'exited', code: 7 } })[0]).toMatchObject({
      path: ['scenario', 0, 'steps', 1, 'expect', 'exit_code'],
      expected: 'exit code 0, 2',
      actual: 'exit code 7',
      edit: 'exit_code = 7',
    });
    expect(judge({ end: { kind: 'signalled', signal: 'SIGSEGV' } })[0]).toMatchObject({
      path: ['scenario', 0, 'steps', 1, 'expect'],
      actual: 'signal SIGSEGV',
      edit: undefined,
    });
  });

  test('a step that never ended leaves its output undecided too', () => {
    const findings = judge({ expectation: { stdout: { contains: 'x' } }, end: { kind: 'cancelled' } });
    expect(findings.map(({ outcome }) => outcome)).toEqual(['undecided', 'undecided']);
  });
});

describe('output', () => {
  const text = 'order 7 placed\nthanks\n';

  test.each<[OutputExpectation, string, string]>([
    [{ contains: 'placed' }, 'contains', 'passed'],
    [{ contains: 'refused' }, 'contains', 'failed'],
    [{ not_contains: 'error' }, 'not_contains', 'passed'],
    [{ not_contains: 'thanks' }, 'not_contains', 'failed'],
    [{ matches: '^order \\d+' }, 'matches', 'passed'],
    [{ matches: '(?i)PLACED' }, 'matches', 'passed'],
    [{ matches: '^thanks' }, 'matches', 'failed'],
    [{ matches: '(?m)^thanks$' }, 'matches', 'passed'],
    [{ matches: '^order 7 placed\\nthanks$' }, 'matches', 'passed'],
    [{ matches: 'placed$' }, 'matches', 'failed'],
    [{ not_matches: 'thanks$' }, 'not_matches', 'failed'],
    [{ not_matches: 'err(or)?' }, 'not_matches', 'passed'],
    [{ not_matches: 'thank.' }, 'not_matches', 'failed'],
    [{ equals: 'order 7 placed\nthanks' }, 'equals', 'passed'],
    [{ equals: 'order 7 placed\nthanks\n' }, 'equals', 'passed'],
    [{ equals: 'order 7 placed\nthanks\n\n' }, 'equals', 'failed'],
    [{ matches: '(' }, 'matches', 'undecided'],
  ])('%j', (expectation, key, outcome) => {
    expect(outcomes(judgeOutput(expectation, text))).toEqual([`${outcome} step[buy].stdout.${key}`]);
  });

  test('each item of a list is a finding at its own place', () => {
    const findings = judgeOutput({ contains: ['placed', 'refused'] }, text);
    expect(findings.map(({ outcome, path }) => [outcome, path.slice(-2)])).toEqual([
      ['passed', ['contains', 0]],
      ['failed', ['contains', 1]],
    ]);
  });

  test('what was found is shown with its line, what was not with the output', () => {
    expect(judgeOutput({ not_contains: '7' }, text)[0]?.message).toBe('found in "order 7 placed"');
    expect(judgeOutput({ contains: '8' }, text)[0]?.message).toBe(
      'not found in "order 7 placed\\nthanks\\n"',
    );
    expect(judgeOutput({ contains: '8' }, '')[0]?.message).toBe('not found in no output');
  });

  test('the first difference is told by line and column', () => {
    expect(judgeOutput({ equals: 'order 7 placed\nthank you' }, text)[0]).toMatchObject({
      message: 'first difference at line 2, column 6: expected " you", has "s"',
      edit: 'equals = "order 7 placed\\nthanks"',
    });
    expect(judgeOutput({ equals: '' }, 'x')[0]?.message).toBe(
      'first difference at line 1, column 1: expected the end, has "x"',
    );
  });

  test('standard error is judged alike', () => {
    const findings = judge({ expectation: { stderr: { equals: '' } }, stderr: 'warning' });
    expect(outcomes(findings)).toEqual(['passed step[buy].exit_code', 'failed step[buy].stderr.equals']);
  });

  test('messages stay short, however long the output', () => {
    const [finding] = judgeOutput({ contains: 'needle' }, 'hay'.repeat(100_000));
    expect(finding?.message.length).toBeLessThan(300);
  });

  test('a table that asks for nothing says so', () => {
    expect(outcomes(judgeOutput({}, text))).toEqual(['notApplicable step[buy].stdout']);
    expect(outcomes(judgeOutput({ contains: [], json: {} }, text))).toEqual([
      'notApplicable step[buy].stdout.contains',
      'notApplicable step[buy].stdout.json',
    ]);
  });
});

describe('output of which the middle was not kept', () => {
  const text = 'head line\n[... 500 bytes omitted ...]\ntail line';

  test.each<[OutputExpectation, string]>([
    [{ contains: 'head' }, 'passed'],
    [{ contains: 'tail' }, 'passed'],
    [{ contains: 'middle' }, 'undecided'],
    [{ contains: 'bytes omitted' }, 'undecided'],
    [{ not_contains: 'middle' }, 'undecided'],
    [{ not_contains: 'tail' }, 'failed'],
    [{ matches: 'h..d' }, 'passed'],
    [{ matches: 'line' }, 'undecided'],
    [{ matches: '[a-z]+ li' }, 'passed'],
    [{ matches: 'line$' }, 'undecided'],
    [{ matches: 'l line$' }, 'passed'],
    [{ not_matches: 'ail' }, 'failed'],
    [{ not_matches: 'middle' }, 'undecided'],
    [{ equals: 'x' }, 'undecided'],
    [{ json: { $: 1 } }, 'undecided'],
  ])('%j is %s', (expectation, outcome) => {
    expect(judgeOutput(expectation, text, 500)[0]?.outcome).toBe(outcome);
  });
});

describe('json', () => {
  const text = '{"id":12345678901234567890,"items":[{"sku":"a","n":2},{"sku":"b","n":null}],"ok":true}\n';

  test.each<[NonNullable<OutputExpectation['json']>, string]>([
    [{ '$.ok': true }, 'passed'],
    [{ '$.items[0].n': 2 }, 'passed'],
    [{ '$.items[-1].sku': 'b' }, 'passed'],
    [{ '$.items.length': { gte: 2 } }, 'passed'],
    [{ '$.id': '12345678901234567890' }, 'passed'],
    [{ '$.items[0]': '{"n":2,"sku":"a"}' }, 'passed'],
    [{ '$.missing': { exists: false } }, 'passed'],
    [{ '$.items[1].n': { exists: true } }, 'passed'],
    [{ '$.items[0].n': 3 }, 'failed'],
    [{ '$.missing': 1 }, 'failed'],
    [{ '$.items[': 1 }, 'undecided'],
    [{ '$.ok': { matches: '(' } }, 'undecided'],
  ])('%j is %s', (json, outcome) => {
    expect(outcomes(judgeOutput({ json }, text))).toEqual([`${outcome} step[buy].stdout.json`]);
  });

  test('says what stands there instead', () => {
    expect(judgeOutput({ json: { '$.items[0].n': 3 } }, text)[0]).toMatchObject({
      path: ['scenario', 0, 'steps', 1, 'expect', 'stdout', 'json', '$.items[0].n'],
      expected: '$.items[0].n = 3',
      message: '$.items[0].n is 2',
      edit: 'json."$.items[0].n" = 2',
    });
    expect(judgeOutput({ json: { '$.items[5].n': 3 } }, text)[0]?.message).toBe(
      'nothing stands at $.items[5]',
    );
  });

  test('output that is not JSON fails', () => {
    expect(judgeOutput({ json: { $: 1 } }, 'oops')[0]).toMatchObject({ outcome: 'failed', actual: '"oops"' });
    expect(judgeOutput({ json: { $: 1 } }, '['.repeat(50_000))[0]?.outcome).toBe('failed');
  });
});
