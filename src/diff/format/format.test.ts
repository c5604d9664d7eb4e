import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Change } from '../compare/change.ts';
import { changeKinds } from '../compare/kind.ts';
import { expectationTree } from '../tree/files.ts';
import { diffFormats, formatDiff } from './format.ts';
import { diffJsonSchema } from './json-schema.ts';
import { MAX_COMMENT } from './markdown.ts';
import type { DiffFormatOptions } from './options.ts';
import { type DiffReport, failConditions, isStopped, reportOf } from './report.ts';

const options: DiffFormatOptions = {
  color: false,
  columns: undefined,
  depth: undefined,
  onlyChanges: true,
  tree: expectationTree([]),
  visible: (text) => text,
  repositoryPath: (file) => `tests/${file}`,
  isStopped: () => false,
};

const place = { file: 'a.span.toml', line: 3, column: 1, length: 4 };

function change(given: Partial<Change> = {}): Change {
  return {
    kind: 'loosened',
    path: ['a.span.toml', 'scenario "it"', 'expect', 'counts', 'spans_total'],
    about: 'expectation',
    subject: 'spans_total',
    before: '>= 5',
    after: '>= 1',
    reason: 'spans_total: >= 5 became >= 1',
    placeBefore: { ...place, file: 'main:a.span.toml' },
    placeAfter: place,
    ...given,
  };
}

function report(changes: readonly Change[], more: Partial<DiffReport> = {}): DiffReport {
  const diff = { changes, notes: [] };
  return { ...reportOf({ old: 'main', new: 'HEAD', strategy: 'set', diff, notCompared: [] }), ...more };
}

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom('`', '```', '@ada', '<b>', '|', '\n', '__proto__', '\u001b[31m', '</details>', '::error::'),
);
const changes = fc.array(
  fc
    .record({
      kind: fc.constantFrom(...changeKinds),
      reason: text,
      path: fc.array(text, { minLength: 1, maxLength: 5 }),
      before: text,
    })
    .map((given) => change(given)),
  { maxLength: 20 },
);

describe('markdown', () => {
  test('a comment is never longer than GitHub takes, and says how much is missing', () => {
    const many = Array.from({ length: 3_000 }, (_, index) =>
      change({ reason: `number ${index} became less` }),
    );
    const comment = formatDiff(report(many), 'markdown', options);
    expect(comment.length).toBeLessThanOrEqual(MAX_COMMENT);
    expect(comment.length).toBeGreaterThan(MAX_COMMENT - 2_000);
    const shown = comment.match(/^- \*\*/gm)?.length ?? 0;
    expect(comment).toContain(`${3_000 - shown} more; \`spanwright diff\` shows all of them.`);
    expect(comment.match(/<details/g)?.length).toBe(comment.match(/<\/details>/g)?.length);
  });

  test('one change with an endless reason is cut, too', () => {
    const comment = formatDiff(
      report([change({ reason: '`'.repeat(200_000) }), change()]),
      'markdown',
      options,
    );
    expect(comment.length).toBeLessThanOrEqual(MAX_COMMENT);
    expect(comment).toContain('spans_total: >= 5 became >= 1');
  });

  test('what weakens comes first', () => {
    const comment = formatDiff(
      report([change({ kind: 'added' }), change({ kind: 'removed' })]),
      'markdown',
      options,
    );
    expect(comment.indexOf('**removed**')).toBeLessThan(comment.indexOf('**added**'));
  });

  test('text of others stays in code, whatever it holds', () => {
    fc.assert(
      fc.property(changes, (some) => {
        const comment = formatDiff(report(some), 'markdown', options);
        const outside = comment.replace(/(?<!`)(`+)(?!`)(?:[^\n]*?[^`\n])?\1(?!`)/g, '');
        expect(outside).not.toMatch(/@ada|<b>|::error/);
        expect(comment.match(/^<details/gm)?.length).toBe(comment.match(/^<\/details>/gm)?.length);
      }),
      { numRuns: 300 },
    );
  });
});

describe('json', () => {
  const validate = new Ajv2020({ strict: true }).compile(JSON.parse(diffJsonSchema()));

  test('every report is as the published schema says', () => {
    fc.assert(
      fc.property(changes, fc.option(fc.nat(), { nil: undefined }), (some, distance) => {
        const notCompared = [{ file: 'b.span.toml', side: 'new' as const, reason: 'no' }];
        const made = report(some, { notCompared, ...(distance !== undefined && { distance }) });
        const json: unknown = JSON.parse(formatDiff(made, 'json', options));
        expect(validate(json), JSON.stringify(validate.errors)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test('the published schema is this one', () => {
    const published = new URL('../../../docs/reference/diff.schema.json', import.meta.url);
    expect(readFileSync(published, 'utf8')).toBe(diffJsonSchema());
  });
});

describe('what is stopped at', () => {
  const stopped = (given: Partial<Change>) =>
    failConditions.filter((condition) => isStopped(change(given), [condition]));

  test.each([
    ['removed', 'expectation', ['loosened', 'removed', 'any']],
    ['loosened', 'expectation', ['loosened', 'any']],
    ['loosened', 'execution', ['loosened', 'any']],
    ['incomparable', 'expectation', ['loosened', 'incomparable', 'any']],
    ['incomparable', 'execution', ['incomparable', 'any']],
    ['tightened', 'expectation', ['any']],
    ['added', 'expectation', ['any']],
    ['equivalent', 'expectation', ['any']],
    ['moved', 'expectation', ['any']],
  ] as const)('%s, of %s: %j', (kind, about, conditions) => {
    expect(stopped({ kind, about })).toEqual(conditions);
  });
});

describe('github', () => {
  test('what is failed for is an error, what weakens a warning, the rest a notice', () => {
    const some = [change({ kind: 'removed' }), change(), change({ kind: 'added' })];
    const only = { ...options, isStopped: (each: Change) => isStopped(each, ['removed']) };
    const lines = formatDiff(report(some), 'github', only).split('\n');
    expect(lines.slice(0, 3).map((line) => line.split(' ')[0])).toEqual(['::error', '::warning', '::notice']);
    expect(lines[0]).toContain('file=tests/a.span.toml,line=3');
  });

  test('what is gone is told at what it stood in', () => {
    const { placeAfter: _, ...gone } = change({ kind: 'removed', placeNear: { ...place, line: 9 } });
    expect(formatDiff(report([gone]), 'github', options)).toContain('line=9');
  });

  test('no text can end an annotation or begin another', () => {
    fc.assert(
      fc.property(changes, (some) => {
        const lines = formatDiff(report(some), 'github', options)
          .trimEnd()
          .split(/\r\n|\n|\r/);
        const annotations = lines.filter((line) => line.startsWith('::'));
        const most = changeKinds.length * 10;
        expect(annotations.length).toBeLessThanOrEqual(Math.min(some.length, most));
        for (const line of lines.slice(0, -1)) expect(line).toMatch(/^(::(error|warning|notice) |\d+ more )/);
      }),
      { numRuns: 200 },
    );
  });
});

describe('texts for people', () => {
  test('two columns stay within the width', () => {
    const long = change({ before: 'x'.repeat(300), after: 'some words '.repeat(20) });
    for (const columns of [40, 61, 120]) {
      const lines = formatDiff(report([long]), 'side-by-side', { ...options, columns })
        .split('\n')
        .slice(1, -3);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
      expect(lines.join('')).toContain(' < ');
    }
  });

  test('colours mark the words that differ', () => {
    const lines = formatDiff(report([change()]), 'unified', { ...options, color: true });
    expect(lines).toContain('\u001b[31m-spans_total: >= \u001b[4m5\u001b[24m\u001b[0m');
  });

  test('every format takes every report, and ends with a line end', () => {
    fc.assert(
      fc.property(
        changes,
        fc.constantFrom(...diffFormats),
        fc.boolean(),
        fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
        (some, format, color, depth) => {
          expect(formatDiff(report(some), format, { ...options, color, depth }).endsWith('\n')).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });
});
