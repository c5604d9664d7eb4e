import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyRun } from './arbitrary.ts';
import { isRed } from './outcome.ts';
import { runs } from './sample.ts';
import { createTap } from './tap.ts';

interface TestPoint {
  readonly ok: boolean;
  readonly number: number;
  readonly description: string;
  readonly skip: boolean;
  readonly yaml: readonly string[];
}

/** A reader of TAP 14 that follows the specification and knows nothing of the reporter; throws at a line it cannot place. */
function parseTap(tap: string): { plan: number; points: TestPoint[]; bailOut: string | undefined } {
  const [version, planLine, ...rest] = tap.trimEnd().split(/\r\n|\n|\r/);
  if (version !== 'TAP version 14') throw new Error('no version');
  const plan = /^1\.\.(\d+)(?: # .*)?$/.exec(planLine ?? '');
  if (!plan) throw new Error(`no plan: ${planLine}`);
  const points: TestPoint[] = [];
  let bailOut: string | undefined;
  for (let line = rest.shift(); line !== undefined; line = rest.shift()) {
    if (/^Bail out!/i.test(line)) {
      bailOut = line.slice('Bail out! '.length);
      continue;
    }
    const point = /^(not )?ok (\d+) - ((?:\\.|[^\\])*?)(?:\s+#\s*(SKIP|TODO)\S*(?:\s+.*)?)?$/is.exec(line);
    if (!point) throw new Error(`not TAP: ${JSON.stringify(line)}`);
    const [, not, number, description = '', directive] = point;
    const yaml: string[] = [];
    if (rest[0] === '  ---') {
      rest.shift();
      for (let inner = rest.shift(); inner !== '  ...'; inner = rest.shift()) {
        if (inner === undefined || !inner.startsWith('  ')) throw new Error('YAML block without an end');
        yaml.push(inner.slice(2));
      }
    }
    points.push({
      ok: not === undefined,
      number: Number(number),
      description: description.replace(/\\([\\#])/g, '$1'),
      skip: directive?.toUpperCase() === 'SKIP',
      yaml,
    });
  }
  return { plan: Number(plan[1]), points, bailOut };
}

/** The YAML used: keys, list items, numbers, `true`, and texts in double quotes, which are JSON here. */
function yamlFault(line: string): string | undefined {
  const scalar = /^ *(?:- |[a-z_]+: )(.+)$/.exec(line)?.[1];
  if (scalar === undefined) return /^ *[a-z_]+:$/.test(line) ? undefined : line;
  if (/^(-?\d+|true|\[\]|\{\})$/.test(scalar)) return undefined;
  if (!/^"[\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*"$/u.test(scalar)) return line;
  return typeof JSON.parse(scalar) === 'string' ? undefined : line;
}

describe('tap', () => {
  it.each(Object.entries(runs))('reports a run: %s', async (name, record) => {
    await expect(createTap().finish(record)).toMatchFileSnapshot(`./goldens/tap-${name}.txt`);
  });

  it('says the same to a TAP reader, whatever is in the record', () => {
    fc.assert(
      fc.property(anyRun, (record) => {
        const { plan, points, bailOut } = parseTap(createTap().finish(record));
        expect(plan).toBe(record.scenarios.length);
        expect(points.map(({ number }) => number)).toEqual(record.scenarios.map((_, index) => index + 1));
        expect(points.map(({ ok }) => ok)).toEqual(record.scenarios.map((each) => !isRed(each)));
        expect(points.map(({ skip }) => skip)).toEqual(
          record.scenarios.map((each) => each.skipped !== undefined),
        );
        expect(points.flatMap(({ yaml }) => yaml.flatMap((line) => yamlFault(line) ?? []))).toEqual([]);
        expect(bailOut).toBe(record.interrupted && `interrupted by ${record.interrupted}`);
      }),
    );
  });

  it('escapes what would be a directive', () => {
    const [first] = runs.green.scenarios;
    const record = {
      ...runs.red,
      scenarios: first ? [{ ...first, id: 'a # SKIP \\# b' as typeof first.id }] : [],
    };
    const text = createTap().finish(record);
    expect(text).toContain('ok 1 - a \\# SKIP \\\\\\# b\n');
    expect(parseTap(text).points).toMatchObject([{ description: 'a # SKIP \\# b', skip: false }]);
  });
});
