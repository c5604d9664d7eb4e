import { describe, expect, test } from 'vitest';
import { createSubject } from './subject.ts';
import { span, traceOf } from './trace.fixture.ts';

const late = span('a.late', { from: 5 });
const early = span('a.early', { from: 9 });
const first = span('b.first', { from: 1, links: [late, span('elsewhere')] });
const posing = span('spanwright.step');
const step = span('spanwright.step');
const subject = createSubject(traceOf([early, late, first, posing], [step]));

describe('createSubject', () => {
  test('selects by name or glob, earliest first', () => {
    expect(subject.select('a.*')).toEqual([late, early]);
    expect(subject.select('?.*')).toEqual([first, late, early]);
    expect(subject.select('b.first')).toEqual([first]);
    expect(subject.select('c')).toEqual([]);
  });

  test('own names and no others stand for own spans', () => {
    expect(subject.select('spanwright.step')).toEqual([step]);
    expect(subject.select('spanwright.*')).toEqual([step]);
    expect(subject.select('*')).toEqual([first, late, early]);
    expect(subject.matcher('spanwright.*')(step)).toBe(true);
    expect(subject.matcher('spanwright.*')(posing)).toBe(false);
    expect(subject.matcher('*')(step)).toBe(false);
  });

  test('suggests names of the same kind only', () => {
    expect(subject.similarName('a.latte')).toBe('a.late');
    expect(subject.similarName('spanwright.stop')).toBe('spanwright.step');
    expect(subject.similarName('something else')).toBeUndefined();
  });

  test('follows links to spans that were received', () => {
    expect(first.links.map(subject.linked)).toEqual([late, undefined]);
  });

  test('stops explaining when enough has been explained', () => {
    const tired = createSubject(traceOf([late]));
    expect(tired.mayExplain(1_000_000)).toBe(true);
    expect(tired.mayExplain(10_000_000)).toBe(false);
    expect(tired.similarName('a.latte')).toBeUndefined();
  });
});
