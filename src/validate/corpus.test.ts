import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../diagnostic/index.ts';
import { memoryHost } from '../host/index.ts';
import { loadRendered } from '../scenario/index.ts';
import { completed, diagnose } from './sample.ts';

interface Member {
  readonly title: string;
  readonly text: string;
}

/** The files in one text, each below a line `-- title --`. */
function membersOf(name: string, complete = completed): Member[] {
  const text = readFileSync(join(import.meta.dirname, 'corpus', name), 'utf8');
  const [, ...parts] = text.split(/^-- (.+) --\n/m);
  return parts.flatMap((part, index) =>
    index % 2 === 0 ? [{ title: part, text: complete(parts[index + 1] ?? '') }] : [],
  );
}

describe.each(['contradictions.txt', 'vacuous.txt'])(
  '%s: every file is flagged, for its reason alone',
  (name) => {
    test.each(membersOf(name))('$title', ({ title, text }) => {
      expect(new Set(diagnose(text).map(({ code }) => code))).toEqual(new Set([title.slice(0, 6)]));
    });
  },
);

describe('in a clnrm file a contradiction is a warning, for clnrm loads it', () => {
  const diagnosed = membersOf('contradictions.txt').map(({ title, text }) => {
    const clnrm = text
      .replace('[meta]', '[meta]\nversion = "1"')
      .replace('command = ["api"]', 'image = "api"');
    return { title, diagnostics: diagnose(clnrm, 'example.clnrm.toml') };
  });
  // Some say what clnrm files cannot say at all.
  const loaded = diagnosed.filter(({ diagnostics }) => !diagnostics.some(({ code }) => /^SW3/.test(code)));

  test('most of them load', () => expect(loaded.length).toBeGreaterThan(20));
  test.each(loaded)('$title', ({ diagnostics }) => {
    expect(new Set(diagnostics.map(({ severity }) => severity))).toEqual(new Set(['warning']));
  });
});

describe('correct files: none is flagged', () => {
  test.each(membersOf('correct.txt'))('$title', ({ text }) => {
    expect(diagnose(text)).toEqual([]);
  });

  const examples = join(import.meta.dirname, '../../examples');
  const files = readdirSync(examples, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.span\.toml$/.test(file),
  );
  // This one is an echo on purpose.
  test.each(files.filter((file) => !file.includes('echo-attack')))('examples/%s', (file) => {
    expect(diagnose(readFileSync(join(examples, file), 'utf8'))).toEqual([]);
  });
});

describe('slips of the pen: the right word is named, at the place of the slip', () => {
  const missed = (name: string, read: (title: string, text: string) => readonly Diagnostic[]) =>
    membersOf(name, (text) => text).filter(({ title, text }) => {
      const [, wrong = '', right = ''] = /^(.*): (.*)$/.exec(title) ?? [];
      return !read(title, text).some(({ place, message, hint }) => {
        const line = text.split('\n')[(place?.line ?? 0) - 1] ?? '';
        return line.includes(wrong) && wordIn(hint ?? message, right);
      });
    });

  test('in native files', () => {
    expect(missed('typos.txt', (_, text) => diagnose(completed(text)))).toEqual([]);
  });

  test('in clnrm files', () => {
    const read = (_: string, text: string) => diagnose(completedForClnrm(text), 'example.clnrm.toml');
    expect(missed('typos-clnrm.txt', read)).toEqual([]);
  });

  test('in templates', () => {
    const read = (_: string, text: string) => {
      const surroundings = {
        host: memoryHost({ cwd: '/project' }),
        root: '/project',
        allowedEnv: new Set(['HOME']),
      };
      return loadRendered({ file: 'example.clnrm.toml.tera', dir: '/project', content: text }, surroundings)
        .diagnostics;
    };
    expect(missed('typos-template.txt', read)).toEqual([]);
  });
});

function completedForClnrm(text: string): string {
  const meta = /\[meta\]|\[test/.test(text) ? '' : '[meta]\nname = "example"\nversion = "1"\n';
  return (
    text + meta + (/\[\[s(?:cenario|teps?)\]\]/.test(text) ? '' : '[[scenario]]\nname = "l"\nrun = "ls"\n')
  );
}

/** As a word of its own, so that `env` is not found in `environment`. */
function wordIn(text: string, word: string): boolean {
  const escaped = word.replace(/[[\](){}$.*+?^|\\]/g, '\\$&');
  return new RegExp(`(^|[^\\w-])${escaped}($|[^\\w-])`).test(text);
}
