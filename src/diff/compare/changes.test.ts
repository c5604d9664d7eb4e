import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadScenarioFile } from '../../scenario/index.ts';
import { type ExpectationTree, expectationTree } from '../tree/files.ts';
import { type Change, diffTrees } from './change.ts';

// The pairs of goldens/changes.txt: what stands in an old and a new file, and what `diff` says of it.
// `UPDATE_GOLDENS=1 vitest run src/diff` writes what is said now; review it as a diff.

const golden = new URL('../goldens/changes.txt', import.meta.url);

const surroundings: Readonly<Record<string, (text: string) => string>> = {
  expect: (text) => fileWith({ expect: text }),
  span: (text) => fileWith({ expect: `[[scenario.expect.span]]\nname = "a"\n${text}`, header: '' }),
  step: (text) => fileWith({ step: text }),
  scenario: (text) => fileWith({ scenario: text }),
  service: (text) => fileWith({ service: `[service.api]\n${text}` }),
};

function fileWith(parts: {
  expect?: string;
  header?: string;
  step?: string;
  scenario?: string;
  service?: string;
}): string {
  const {
    expect: expectations = '',
    header = '[scenario.expect]',
    step = '',
    scenario = '',
    service = '',
  } = parts;
  return `[meta]
name = "orders"
${service}
[[scenario]]
name = "it"
${scenario}
[[scenario.steps]]
name = "send"
command = "true"
${step}
${expectations === '' ? '' : header}
${expectations}
`;
}

function treeOf(text: string): ExpectationTree {
  const { loaded, diagnostics } = loadScenarioFile({ file: 'orders.span.toml', dir: '/', content: text });
  if (!loaded) throw new Error(`${text}\n${diagnostics.map(({ message }) => message).join('\n')}`);
  return expectationTree([loaded]);
}

interface Pair {
  readonly where: string;
  readonly old: string;
  readonly now: string;
  readonly said: string;
}

/** A pair is a paragraph: lines of the old file after `- `, of the new one after `+ `, and then what is said. */
function pairsIn(text: string): Pair[] {
  let where = '';
  const pairs: Pair[] = [];
  for (const paragraph of text.trim().split('\n\n').slice(1)) {
    if (paragraph.startsWith('## ')) {
      where = paragraph.slice(3);
      continue;
    }
    const lines = paragraph.split('\n');
    const after = (sign: string) =>
      lines
        .filter((line) => line.startsWith(sign))
        .map((line) => line.slice(2))
        .join('\n');
    const said = lines.filter((line) => !/^[-+] /.test(line)).join('\n');
    pairs.push({ where, old: after('- '), now: after('+ '), said });
  }
  return pairs;
}

function changesOf({ where, old, now }: Pair): readonly Change[] {
  const around = surroundings[where] ?? ((text: string) => text);
  return diffTrees(treeOf(around(old)), treeOf(around(now)));
}

function say(changes: readonly Change[]): string {
  return changes.length === 0
    ? 'no difference'
    : changes.map(({ kind, reason }) => `${kind}: ${reason}`).join('\n');
}

const text = readFileSync(golden, 'utf8');
const pairs = pairsIn(text);

test.each(pairs)('$where: $old -> $now', (pair) => {
  if (process.env.UPDATE_GOLDENS !== undefined) return;
  expect(say(changesOf(pair))).toBe(pair.said);
});

test.runIf(process.env.UPDATE_GOLDENS !== undefined)('the goldens are written', () => {
  const [head] = text.split('\n\n', 1);
  let where = '';
  const paragraphs = pairs.flatMap((pair) => {
    const section = pair.where === where ? [] : [`## ${pair.where}`];
    where = pair.where;
    const signed = (sign: string, lines: string) =>
      lines === '' ? [] : lines.split('\n').map((line) => `${sign} ${line}`);
    return [
      ...section,
      [...signed('-', pair.old), ...signed('+', pair.now), say(changesOf(pair))].join('\n'),
    ];
  });
  writeFileSync(golden, `${[head, ...paragraphs].join('\n\n')}\n`);
});
