import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { sha256 } from '../digest/index.ts';
import type { CycleEvent, WatchEvent } from './report.ts';
import { createWorld, lastSaid, ROOT, type World } from './world.fixture.ts';

const scenario = (name: string, more = '') => `[meta]
name = "${name}"

[[scenario]]
name = "${name}"
run = "true"

[[expect.span]]
name = "${name}"
${more}`;

function armed(files: Readonly<Record<string, string>>): World {
  const world = createWorld({ files });
  world.loop.armed({ polling: false });
  world.clock.runUntil(1000);
  world.events.length = 0;
  world.reads.length = 0;
  return world;
}

function save(world: World, path: string, content: string | undefined): void {
  world.put(path, content);
  world.loop.hint(`${ROOT}/${path}`, 'touched');
}

const cycles = (events: readonly WatchEvent[]): CycleEvent[] =>
  events.filter((event) => event.type === 'cycle');

/** Names and reasons of what the cycles reported. */
const reported = (events: readonly WatchEvent[]) =>
  cycles(events).map(({ reports }) =>
    reports.map(({ shown, reason, verdict }) => `${shown} ${reason} ${verdict}`),
  );

describe('a save', () => {
  it('is judged once, when the file has been quiet for 50 ms', () => {
    const world = armed({ 'a.span.toml': scenario('a') });
    save(world, 'a.span.toml', scenario('b'));
    world.clock.runUntil(1049);
    expect(world.events).toEqual([]);
    world.clock.runUntil(1050);
    expect(reported(world.events)).toEqual([['a.span.toml template valid']]);
    world.clock.runUntil(9000);
    expect(cycles(world.events)).toHaveLength(1);
  });

  it('in three pieces is judged when the last piece is there', () => {
    const world = armed({ 'a.span.toml': scenario('a') });
    const whole = scenario('b');
    for (const end of [0, 20, 40]) {
      save(world, 'a.span.toml', whole.slice(0, end));
      world.clock.runUntil(world.clock.ms + 20);
    }
    save(world, 'a.span.toml', whole);
    world.clock.runUntil(3000);
    expect(reported(world.events)).toEqual([['a.span.toml template valid']]);
  });

  it('in pieces is waited for also when other files keep the batch from being quiet', () => {
    const world = armed({ 'a.span.toml': scenario('a'), 'b.span.toml': scenario('b') });
    for (let round = 0; round < 24; round++) {
      save(world, 'b.span.toml', scenario(`b${round}`));
      // The cap of b's first hint, 250 ms, comes while a is half written.
      if (round === 23) save(world, 'a.span.toml', '[meta');
      world.clock.runUntil(world.clock.ms + 10);
    }
    world.clock.runUntil(world.clock.ms + 15);
    save(world, 'a.span.toml', scenario('new'));
    world.clock.runUntil(5000);
    expect(
      reported(world.events)
        .flat()
        .filter((each) => each.startsWith('a')),
    ).toEqual(['a.span.toml template valid']);
  });

  it('that seems cut short is given twice the time, and then believed', () => {
    const world = armed({ 'a.span.toml': scenario('a') });
    save(world, 'a.span.toml', scenario('b').slice(0, 30));
    world.clock.runUntil(1090);
    save(world, 'a.span.toml', scenario('b'));
    world.clock.runUntil(2000);
    save(world, 'a.span.toml', scenario('b').slice(0, 30));
    world.clock.runUntil(2099);
    expect(reported(world.events)).toEqual([['a.span.toml template valid']]);
    world.clock.runUntil(2100);
    expect(reported(world.events)[1]).toEqual(['a.span.toml template invalid']);
  });

  it('that seems cut short at two looks, and whole in between, is not believed', () => {
    const world = armed({ 'a.span.toml': scenario('a') });
    for (const text of ['', scenario('a'), '']) {
      save(world, 'a.span.toml', text);
      world.clock.runUntil(world.clock.ms + 60);
    }
    save(world, 'a.span.toml', scenario('b'));
    world.clock.runUntil(9000);
    expect(reported(world.events).flat()).toEqual(['a.span.toml template valid']);
  });

  it('that seems cut short is not believed while it is being written', () => {
    const world = armed({ 'a.span.toml': scenario('a') });
    for (let round = 0; round < 100; round++) {
      world.put('a.span.toml', '');
      // Not every write is told of.
      if (round % 7 === 0) world.loop.hint(`${ROOT}/a.span.toml`, 'touched');
      world.clock.runUntil(world.clock.ms + 10);
    }
    save(world, 'a.span.toml', scenario('b'));
    world.clock.runUntil(9000);
    expect(reported(world.events)).toEqual([['a.span.toml template valid']]);
  });

  it('of the same bytes, a touch or a change of mode, renders nothing', () => {
    const world = armed({ 'a.span.toml': scenario('a') });
    for (let round = 0; round < 1000; round++) {
      save(world, 'a.span.toml', scenario('a'));
      world.clock.runUntil(world.clock.ms + 100);
    }
    expect(cycles(world.events)).toHaveLength(1000);
    expect(cycles(world.events).at(-1)).toMatchObject({
      reports: [],
      unchanged: 1,
      causes: [{ shown: 'a.span.toml', reason: 'unchanged' }],
      cache: { hits: 1000, misses: 1 },
    });
  });

  it('that never ends is judged every 250 ms', () => {
    const world = armed({ 'a.span.toml': scenario('a') });
    for (let round = 0; round < 100; round++) {
      save(world, 'a.span.toml', scenario(`a${round}`));
      world.clock.runUntil(world.clock.ms + 10);
    }
    expect(cycles(world.events).length).toBeGreaterThanOrEqual(3);
    world.clock.runUntil(9000);
    expect(lastSaid(world.events).get('a.span.toml')).toBe(sha256(scenario('a99')));
  });

  it('of a broken file does not end the watch', () => {
    const world = armed({ 'a.span.toml': scenario('a') });
    save(world, 'a.span.toml', '[meta');
    world.clock.runUntil(2000);
    save(world, 'a.span.toml', scenario('a', '\n[expect.counts]\nspans_total = { gte = 2 }\n'));
    world.clock.runUntil(3000);
    expect(reported(world.events)).toEqual([
      ['a.span.toml template invalid'],
      ['a.span.toml template valid'],
    ]);
    const [, last] = cycles(world.events);
    // Compared with what it said before it was broken.
    expect(last?.reports[0]?.changes.map(({ kind, path }) => [kind, path.at(-1)])).toEqual([
      ['added', 'spans_total'],
    ]);
  });
});

it('a fault of ours in one file is told, and the watch goes on', () => {
  const world = armed({ 'a.span.toml': scenario('a'), 'b.span.toml': scenario('b') });
  const { files } = world.host;
  // Whatever a rule might do.
  const text = scenario('a').replace('"a"', '"{{ broken }}"');
  vi.spyOn(files, 'realPath').mockImplementation(() => {
    throw new Error('met a state it does not handle');
  });
  save(world, 'a.span.toml.njk', text);
  world.clock.runUntil(2000);
  save(world, 'b.span.toml', scenario('b2'));
  world.clock.runUntil(3000);
  expect(reported(world.events)).toEqual([['a.span.toml.njk new invalid'], ['b.span.toml template valid']]);
  expect(cycles(world.events)[0]?.reports[0]?.diagnostics).toMatchObject([{ code: 'SW9001' }]);
});

describe('files that come and go', () => {
  it('a file that is replaced within 100 ms was never gone', () => {
    const world = armed({ 'a.span.toml': scenario('a') });
    save(world, 'a.span.toml', undefined);
    world.clock.runUntil(1090);
    save(world, 'a.span.toml', scenario('b'));
    world.clock.runUntil(3000);
    expect(reported(world.events)).toEqual([['a.span.toml template valid']]);
    expect(cycles(world.events)[0]?.deleted).toEqual([]);
  });

  it('a deleted file is said to be, once', () => {
    const world = armed({ 'a.span.toml': scenario('a'), 'b.span.toml': scenario('b') });
    save(world, 'a.span.toml', undefined);
    world.clock.runUntil(3000);
    expect(cycles(world.events)).toMatchObject([{ deleted: ['a.span.toml'], totals: { files: 1 } }]);
  });

  it('a folder that goes takes its files with it, and brings them back', () => {
    const files = { 'x/a.span.toml': scenario('a'), 'x/b.span.toml': scenario('b') };
    const world = armed(files);
    for (const path of Object.keys(files)) world.put(path, undefined);
    world.loop.hint(`${ROOT}/x`, 'gone');
    world.clock.runUntil(2000);
    expect(cycles(world.events)).toMatchObject([{ deleted: Object.keys(files), totals: { files: 0 } }]);
    for (const [path, text] of Object.entries(files)) world.put(path, text);
    world.loop.hint(`${ROOT}/x`, 'touched');
    world.clock.runUntil(3000);
    expect(reported(world.events)[1]).toEqual(['x/a.span.toml new valid', 'x/b.span.toml new valid']);
  });
});

describe('what files are made of', () => {
  const template = (name: string) =>
    `{% import "lib.njk" as lib %}\n${scenario('x')}name = "{{ lib.${name}() }}"`;
  const library = '{% macro a() %}A{% endmacro %}{% macro b() %}B{% endmacro %}';
  const using = (name: string) =>
    template(name).replace('[[expect.span]]\nname = "x"\n', '[[expect.span]]\n');

  it('a change of a library is a change of exactly its users', () => {
    const files: Record<string, string> = { 'lib.njk': library };
    for (let index = 0; index < 60; index++) {
      files[`${index}.span.toml.njk`] = index < 37 ? using('a') : scenario(`s${index}`);
    }
    const world = armed(files);
    save(world, 'lib.njk', library.replace('A', 'AA'));
    world.clock.runUntil(9000);
    const reports = cycles(world.events).flatMap((event) => event.reports);
    expect(reports).toHaveLength(37);
    expect(new Set(reports.map(({ reason }) => reason))).toEqual(new Set(['dependency']));
    expect(reports.every(({ verdict }) => verdict === 'valid')).toBe(true);
  });

  it('a touch of a library in the midst of a cycle loses no save of a user', () => {
    const world = createWorld({
      files: { 'lib.njk': library, 'a.span.toml.njk': using('a'), 'b.span.toml.njk': using('a') },
      // Each look takes a slice of its own.
      readMs: () => 20,
    });
    const { clock, loop } = world;
    loop.armed({ polling: false });
    clock.runUntil(1000);
    save(world, 'a.span.toml.njk', using('b'));
    save(world, 'b.span.toml.njk', using('b'));
    // Between the looks at the one and the other.
    clock.after(60, () => loop.hint(`${ROOT}/lib.njk`, 'touched'));
    clock.runUntil(9000);
    expect(lastSaid(world.events).get('b.span.toml.njk')).toBe(sha256(using('b')));
    expect(lastSaid(world.events).get('a.span.toml.njk')).toBe(sha256(using('b')));
  });

  it('a library that was missing is noticed when it is there', () => {
    const world = armed({ 'a.span.toml.njk': using('a') });
    save(world, 'lib.njk', library);
    world.clock.runUntil(9000);
    expect(reported(world.events)).toEqual([['a.span.toml.njk dependency valid']]);
  });

  it('a library that goes back and forth is found in the cache', () => {
    const world = armed({ 'lib.njk': library, 'a.span.toml.njk': using('a') });
    for (const text of [library.replace('A', 'AA'), library, library.replace('A', 'AA'), library]) {
      save(world, 'lib.njk', text);
      world.clock.runUntil(world.clock.ms + 1000);
    }
    const cached = cycles(world.events).map(({ reports }) => reports.map((each) => each.cached));
    expect(cached).toEqual([[false], [true], [true], [true]]);
  });

  it('settings that change concern every file', () => {
    const world = armed({ 'a.span.toml': scenario('a'), 'b.span.toml': scenario('b') });
    world.settings.allowedEnv = new Set(['USER']);
    world.loop.hint(`${ROOT}/spanwright.toml`, 'touched');
    world.clock.runUntil(9000);
    expect(reported(world.events)).toEqual([['a.span.toml config valid', 'b.span.toml config valid']]);
    world.settings.given = new Map([['region', 'eu']]);
    world.loop.hint(`${ROOT}/spanwright.toml`, 'touched');
    world.clock.runUntil(12_000);
    expect(reported(world.events)[1]).toEqual(['a.span.toml variables valid', 'b.span.toml variables valid']);
  });
});

it('settings that changed before they were watched are noticed when they are', () => {
  const world = armed({ 'a.span.toml': scenario('a'), 'spanwright.toml': '' });
  world.loop.verify(`${ROOT}/spanwright.toml`);
  world.clock.runUntil(2000);
  expect(world.events).toEqual([]);
  world.put('spanwright.toml', '[vars]\nregion = "eu"\n');
  world.settings.given = new Map([['region', 'eu']]);
  world.loop.verify(`${ROOT}/spanwright.toml`);
  world.clock.runUntil(3000);
  expect(reported(world.events)).toEqual([['a.span.toml variables valid']]);
  world.loop.verify(`${ROOT}/spanwright.toml`);
  expect(world.clock.isQuiet).toBe(true);
});

it('what is asked for is checked anew', () => {
  const world = armed({ 'a.span.toml': scenario('a') });
  world.loop.ask();
  world.clock.runUntil(2000);
  expect(cycles(world.events)).toMatchObject([
    { reports: [{ reason: 'asked', cached: false }], cache: { hits: 0, misses: 2 } },
  ]);
});

it('after stop nothing is read, said or waited for', () => {
  const world = armed({ 'a.span.toml': scenario('a') });
  save(world, 'a.span.toml', undefined);
  world.clock.runUntil(1060);
  save(world, 'a.span.toml', scenario('b'));
  world.loop.stop();
  expect(world.clock.isQuiet).toBe(true);
  world.loop.hint(`${ROOT}/a.span.toml`, 'touched');
  world.loop.ask();
  expect(world.clock.isQuiet).toBe(true);
  expect(world.events).toEqual([]);
});

// Whatever happens to the files, in whatever order, and however long looking at them takes.
describe('any interleaving of changes', () => {
  const names = ['a.span.toml', 'b.span.toml', 'x/c.span.toml', 'd.span.toml.njk', 'lib.njk'];
  const text = fc.constantFrom(
    scenario('one'),
    scenario('two'),
    `${scenario('three')}{% include "lib.njk" %}`,
    '[meta',
    '',
  );
  const operation = fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('save'), name: fc.constantFrom(...names), text }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('halves'), name: fc.constantFrom(...names), text }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete'), name: fc.constantFrom(...names) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('rename'),
        name: fc.constantFrom(...names),
        to: fc.constantFrom(...names),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('ask') }) },
  );
  const step = fc.record({
    operation,
    /** Until the next one. */
    pauseMs: fc.integer({ min: 0, max: 120 }),
    /** Until the watcher tells of it. */
    delayMs: fc.integer({ min: 0, max: 8 }),
  });

  it('ends with the verdict on the last content of every file, and never shows an older one after a newer', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), fc.integer({ min: 0, max: 30 }), (steps, readMs) => {
        const world = createWorld({ files: { 'a.span.toml': scenario('one') }, readMs: () => readMs });
        const { clock, loop, host } = world;
        loop.armed({ polling: false });
        const versions = new Map([[sha256(scenario('one')) as string, 0]]);
        const put = (name: string, content: string | undefined) => {
          // No content comes twice, so a digest tells when it was written.
          const unique = content === undefined ? undefined : `${content}\n# ${versions.size}`;
          if (unique !== undefined) versions.set(sha256(unique), versions.size);
          world.put(name, unique);
        };
        const tell = (name: string, delayMs: number) => {
          const path = `${ROOT}/${name}`;
          clock.after(delayMs, () => loop.hint(path, 'touched'));
          // A watcher tells of an end only when it has waited for a replacement.
          clock.after(delayMs + 100, () => {
            if (!host.content.has(path)) loop.hint(path, 'gone');
          });
        };
        for (const { operation: each, pauseMs, delayMs } of steps) {
          if (each.kind === 'ask') loop.ask();
          if ('text' in each) {
            if (each.kind === 'halves') {
              put(each.name, each.text.slice(0, each.text.length / 2));
              tell(each.name, delayMs);
              clock.runUntil(clock.ms + 20);
            }
            put(each.name, each.text);
            tell(each.name, delayMs);
          } else if ('to' in each) {
            const content = host.content.get(`${ROOT}/${each.name}`);
            put(each.name, undefined);
            put(each.to, content && new TextDecoder().decode(content));
            tell(each.name, delayMs);
            tell(each.to, delayMs);
          } else if ('name' in each) {
            put(each.name, undefined);
            tell(each.name, delayMs);
          }
          clock.runUntil(clock.ms + pauseMs);
        }
        clock.runUntil(clock.ms + 60_000);
        expect(clock.isQuiet).toBe(true);
        const present = [...host.content].filter(([path]) => /\.span\.toml/.test(path));
        const said = [...lastSaid(world.events)].filter(([, digest]) => digest !== undefined);
        expect(new Map(said)).toEqual(
          new Map(present.map(([path, bytes]) => [path.slice(ROOT.length + 1), sha256(bytes)])),
        );
        for (const name of names) {
          const shown = world.events.flatMap((event) => {
            const reports = event.type === 'cycle' || event.type === 'progress' ? event.reports : [];
            return reports.flatMap((each) =>
              each.shown === name ? (versions.get(each.digest ?? '') ?? []) : [],
            );
          });
          expect(shown).toEqual([...shown].sort((a, b) => a - b));
        }
        const last = cycles(world.events).at(-1);
        expect(last?.totals.files).toBe(present.length);
        // Every cycle has a cause: there are no more of them than things that happened.
        expect(cycles(world.events).length).toBeLessThanOrEqual(1 + steps.length * 4);
      }),
      { numRuns: 150 },
    );
  });
});
