import { expect, test } from 'vitest';
import { memoryHost } from '../../host/index.ts';
import {
  type Entry,
  readStates,
  type States,
  statesPath,
  wasRed,
  withEntry,
  writeStates,
} from './history.ts';

function entry(state: Entry['state'], claims = 'a', runId = 'run'): Entry {
  return { state, claims, runId, at: '2026-11-21T00:00:00.000Z' };
}

test('what is written is read again, whatever scenarios are called', () => {
  const host = memoryHost();
  const states: States = new Map([
    ['a.span.toml::pays', [entry('red'), entry('green')]],
    ['__proto__', [entry('red')]],
  ]);
  expect(writeStates(states, '/project', host)).toBeUndefined();
  const read = readStates('/project', host);
  expect(new Map(read as States)).toEqual(states);
});

test('nothing is remembered at first, and what is damaged is said', () => {
  const host = memoryHost();
  expect(readStates('/project', host)).toEqual(new Map());
  host.files.write(statesPath('/project'), '{"format":7}');
  expect(readStates('/project', host)).toMatchObject({ code: 'SW6146' });
  host.files.write(statesPath('/project'), 'red');
  expect(readStates('/project', host)).toMatchObject({ code: 'SW6146' });
});

test('runs that come to the same are one entry, the last', () => {
  const once = withEntry([], entry('red', 'a', 'first'));
  const twice = withEntry(once, entry('red', 'a', 'second'));
  expect(twice).toEqual([entry('red', 'a', 'second')]);
  expect(withEntry(twice, entry('red', 'b'))).toHaveLength(2);
  expect(withEntry(twice, entry('green'))).toHaveLength(2);
});

test('what changes all the time is remembered only so far back', () => {
  let entries: readonly Entry[] = [];
  for (let run = 0; run < 100; run++)
    entries = withEntry(entries, entry(run % 2 ? 'green' : 'red', `${run}`));
  expect(entries).toHaveLength(20);
  expect(entries.at(-1)?.claims).toBe('99');
});

test('red counts for the expectations that were red', () => {
  expect(wasRed([], 'a')).toBe('never');
  expect(wasRed([entry('green')], 'a')).toBe('never');
  expect(wasRed([entry('red', 'b'), entry('green')], 'a')).toBe('other');
  expect(wasRed([entry('red'), entry('green', 'b')], 'a')).toBe('same');
});
