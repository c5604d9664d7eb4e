import { existsSync, globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseArguments } from '../src/cli/options/parse.ts';
import { loadScenarioFile } from '../src/scenario/index.ts';
import { argumentsIn, commandLines } from './claims/calls.ts';
import { blocksOf, read, root, withoutBlocks } from './claims/pages.ts';
import { playedPages } from './page.ts';

// What the documentation says is held against the program: links lead somewhere, commands are correct, examples load.

const pages = globSync(['*.md', 'docs/**/*.md', 'examples/**/*.md'], { cwd: root }).sort();

/** Anchors as GitHub makes them from headings. */
function anchorsOf(page: string): Set<string> {
  const headings = withoutBlocks(page).matchAll(/^#+ (.*)$/gm);
  return new Set(
    [...headings].map(([, title = '']) =>
      title
        .toLowerCase()
        .replace(/[^\w\- ]/g, '')
        .replaceAll(' ', '-'),
    ),
  );
}

describe.for(pages)('%s', (page) => {
  test('its links lead to files and headings that exist', () => {
    for (const [, target = ''] of withoutBlocks(page).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(target)) continue;
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? page : join(dirname(page), path);
      expect(existsSync(join(root, file)), `${target} leads to a file`).toBe(true);
      if (anchor !== undefined) expect(anchorsOf(file), `${target} leads to a heading`).toContain(anchor);
    }
  });

  test('the packages it installs are those that the tests run with', () => {
    const { devDependencies }: { devDependencies: Record<string, string> } = JSON.parse(read('package.json'));
    for (const [, name = '', version] of read(page).matchAll(/ ((?:@[\w-]+\/)?[\w-]+)@(\d[\w.-]*)/g)) {
      if (name in devDependencies && name !== 'node') expect(version, name).toBe(devDependencies[name]);
    }
  });

  test('the files it names exist', () => {
    for (const [, path = ''] of withoutBlocks(page).matchAll(
      /`((?:src|test|docs|scripts|bin|examples)\/[^`\s]*)`/g,
    )) {
      expect(existsSync(join(root, path)), path).toBe(true);
    }
  });

  test('its commands are correct', () => {
    for (const line of commandLines(page)) expectCorrect(line);
  });

  // Where a page is played, what is said of each file of it is on the page; some are wrong on purpose.
  test.skipIf([...playedPages, 'docs/api.md'].includes(page))('its scenarios load', () => {
    const scenarios = blocksOf(page).filter(
      ({ language, text }) => language === 'toml' && /^\[meta\]/m.test(text),
    );
    for (const { text } of scenarios) {
      const { diagnostics } = loadScenarioFile({ file: page, dir: root, content: text });
      expect(diagnostics).toEqual([]);
    }
  });
});

/** A line of a block, whatever stands around the call of Spanwright or npm in it. */
function expectCorrect(line: string): void {
  const args = argumentsIn(line);
  if (args !== undefined) {
    // Running text speaks of a command without its argument, and of COMMAND for any.
    const faults = parseArguments(args).diagnostics.filter(({ code }) => code !== 'SW0005');
    if (!args.includes('COMMAND')) expect(faults, line).toEqual([]);
  }
  const script = /npm run (?:--silent )?([\w:]+)/.exec(line)?.[1];
  if (script !== undefined)
    expect(Object.keys(JSON.parse(read('package.json')).scripts), line).toContain(script);
}

test('the index of the documentation leads to every page', () => {
  const linked = [...read('docs/README.md').matchAll(/\]\(([^)#]+)/g)].map(([, path = '']) =>
    join('docs', path),
  );
  const own = pages.filter((page) => page.startsWith('docs/') && page !== 'docs/README.md');
  expect(own.filter((page) => !linked.includes(page))).toEqual([]);
});

test('the import table of the architecture page is that of the rules', () => {
  const written = [...read('docs/architecture.md').matchAll(/^\| `src\/(\w+)` \|.*\| (yes)? ?\|$/gm)];
  const rows = written.map(([, folder = '']) => folder);
  const ruled = listIn('.dependency-cruiser.mjs', 'folders');
  expect(rows).toEqual(ruled.filter((folder) => rows.includes(folder)));
  expect(rows).toEqual(
    expect.arrayContaining(ruled.filter((folder) => existsSync(join(root, 'src', folder, 'index.ts')))),
  );
  const marked = written.filter(([, , mark]) => mark).map(([, folder = '']) => folder);
  expect(marked).toEqual(
    listIn('.dependency-cruiser.mjs', 'foldersWithIo').filter((folder) => rows.includes(folder)),
  );
});

/** The words of a constant list in a source file. */
function listIn(file: string, name: string): string[] {
  const [, list = ''] = new RegExp(`const ${name} = \\[([^\\]]*)\\]`).exec(read(file)) ?? [];
  return [...list.matchAll(/'(\w+)'/g)].map(([, word = '']) => word);
}
