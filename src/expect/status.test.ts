import { describe, expect, test } from 'vitest';
import type { StatusExpectation } from '../scenario/index.ts';
import { INCOMPLETE, judge, judgeOne, outcomes, span } from './trace.fixture.ts';

describe('where the status of a span comes from', () => {
  test.each<[Parameters<typeof span>[1], string]>([
    [{}, 'UNSET'],
    [{ status: 'ok' }, 'OK'],
    [{ status: 'error' }, 'ERROR'],
    [{ attributes: { 'otel.status_code': 'Ok' } }, 'OK'],
    [{ attributes: { 'otel.status_code': 'ERROR', status: 'ok' } }, 'ERROR'],
    [{ attributes: { status: 'error' } }, 'ERROR'],
    [{ attributes: { status: 'shipped' } }, 'UNSET'],
    [{ attributes: { status: 200 } }, 'UNSET'],
    [{ status: 'ok', attributes: { 'otel.status_code': 'ERROR' } }, 'ERROR'],
    [{ status: 'error', attributes: { 'otel.status_code': 'OK' } }, 'ERROR'],
    [{ status: 'ok', attributes: { status: 'error' } }, 'OK'],
    [{ attributes: { error: true } }, 'UNSET'],
  ])('%j is %s', (given, status) => {
    const spans = [span('a', given)];
    for (const all of ['OK', 'ERROR', 'UNSET'] as const)
      expect(judgeOne({ status: { all } }, spans).outcome).toBe(all === status ? 'passed' : 'failed');
  });
});

describe('status', () => {
  const good = span('db.query', { status: 'ok' });
  const bad = span('db.insert', { status: 'error', message: 'disk full' });
  const unset = span('GET /');
  const status = (expectation: StatusExpectation, spans = [good, bad, unset]) =>
    judge({ status: expectation }, spans);

  test('all speaks of every span of the tested system', () => {
    expect(status({ all: 'OK' })[0]).toMatchObject({
      outcome: 'failed',
      rule: 'expect.status.all',
      message:
        '2 of 3 spans not OK: "GET /" has UNSET, "db.insert" has ERROR ("disk full"); SDKs send UNSET for a span whose status nobody set',
      proofCount: 2,
      edit: undefined,
    });
    expect(status({ all: 'OK' }, [good])[0]?.outcome).toBe('passed');
    const own = [span('spanwright.step', { status: 'error' })];
    expect(judgeOne({ status: { all: 'OK' } }, [good], { own }).outcome).toBe('passed');
  });

  test('an error behind a claimed success is called what it is', () => {
    expect(status({ all: 'OK' })[0]?.cheat).toContain('reporting success over work that failed');
    expect(status({ all: 'OK' }, [unset])[0]?.cheat).toBeUndefined();
  });

  test('where all spans agree on another status, that is proposed', () => {
    expect(status({ all: 'OK' }, [unset])[0]?.edit).toBe('all = "UNSET"');
    expect(status({ by_name: { 'db.*': 'OK' } }, [bad])[0]?.edit).toBe('by_name."db.*" = "ERROR"');
  });

  test('by_name takes globs, wants every match to agree and at least one to exist', () => {
    const findings = status({ by_name: { 'db.*': 'OK', 'db.query': 'OK', 'cache.*': 'OK', 'G*/': 'UNSET' } });
    expect(outcomes(findings)).toEqual([
      'failed expect.status.by_name[db.*]',
      'passed expect.status.by_name[db.query]',
      'failed expect.status.by_name[cache.*]',
      'passed expect.status.by_name[G*/]',
    ]);
    expect(findings[2]?.actual).toBe('no span "cache.*"');
  });

  test('own spans can be named', () => {
    const own = [span('spanwright.step', { status: 'error' })];
    expect(judgeOne({ status: { by_name: { 'spanwright.step': 'ERROR' } } }, [], { own }).outcome).toBe(
      'passed',
    );
  });

  test('while telemetry is incomplete, a wrong status stands and a right one does not', () => {
    const outcome = (spans = [good]) =>
      judgeOne({ status: { all: 'OK' } }, spans, { completeness: INCOMPLETE }).outcome;
    expect(outcome([good])).toBe('undecided');
    expect(outcome([bad])).toBe('failed');
  });
});
