import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { defaultLimits, dialectOf, prdVariables, vocabularyOf } from '../src/render/index.ts';
import { MAX_COMBINATIONS } from '../src/scenario/matrix/axes.ts';
import { type Call, play } from './transcript.ts';

// The examples of docs/templates.md are files and commands: they are run, one after the other, and must print what the
// page says. `UPDATE_TRANSCRIPTS=1` writes what was found, as for transcripts.

const page = join(resolve(import.meta.dirname, '..'), 'docs/templates.md');
const text = readFileSync(page, 'utf8');
const isUpdate = process.env.UPDATE_TRANSCRIPTS === '1';

/** A block that has a name before it is a file. */
const files = new Map(
  [...text.matchAll(/^`([^`\n]+)`:\n\n```(?:jinja|toml)\n([\s\S]*?)^```$/gm)].map(
    ([, name = '', content = '']) => [name, content],
  ),
);
const blocks = [...text.matchAll(/^```console\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);

beforeAll(() => {
  if (!existsSync('dist/cli.js'))
    throw new Error('the page is held against the built program: run `npm run build` first');
});

function callsOf(block: string): Call[] {
  const commands = [...block.matchAll(/^\$ (.*)$/gm)].map(([, command = '']) => command);
  return commands.map((command) => ({ command, stdout: '', stderr: '', exit: 0 }));
}

test('the examples print what the page says', { timeout: 60_000 }, async () => {
  const played = await play({ comment: [], files, calls: blocks.flatMap(callsOf) });
  const calls = [...played.calls];
  const printed = blocks.map((block) => {
    const own = calls.splice(0, callsOf(block).length);
    return own.map(({ command, stdout, stderr }) => `$ ${command}\n${stdout}${stderr}`).join('');
  });
  expect(blocks.length).toBeGreaterThan(5);
  if (!isUpdate) {
    expect(printed).toEqual(blocks);
    return;
  }
  let next = 0;
  writeFileSync(
    page,
    text.replace(/^```console\n[\s\S]*?^```$/gm, () => `\`\`\`console\n${printed[next++]}\`\`\``),
  );
});

test('what is a template is read in the language that the page says', () => {
  expect(dialectOf('a.span.toml.njk')).toBe('nunjucks');
  expect(dialectOf('a.span.toml.j2')).toBe('nunjucks');
  expect(dialectOf('a.span.toml.tera')).toBe('tera');
});

test('the functions of the page exist in both languages', () => {
  const [, table = ''] = /^## Functions\n([\s\S]*?)^Arguments/m.exec(text) ?? [];
  const named = [...table.matchAll(/`(\w+)[`(]/g)].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(25);
  for (const dialect of ['nunjucks', 'tera'] as const) {
    const known = vocabularyOf(dialect).functions.map(({ name }) => name);
    expect(known).toEqual(expect.arrayContaining(named));
  }
});

test('the bounds of the page are those in force', () => {
  const { steps, outputLength, files: included, depth } = defaultLimits;
  const said = `${steps.toLocaleString('en')} steps, ${outputLength / 2 ** 20} MiB of text, ${included} included files and ${depth} levels`;
  const line = text.replace(/\s+/g, ' ');
  expect(line).toContain(said);
  expect(line).toContain(`at most ${MAX_COMBINATIONS} combinations`);
});

test("clnrm's variables are those of the page", () => {
  const [, list = ''] = /^5\. .*PRD: (.*)\.$/m.exec(text) ?? [];
  expect([...list.matchAll(/`(\w+)`/g)].map(([, name]) => name)).toEqual(
    prdVariables.map(({ name }) => name),
  );
});

test('every block is a file, a command with what it prints, or named here', () => {
  const fences = [...text.matchAll(/^```(\w+)$/gm)].map(([, language]) => language);
  expect(fences.filter((language) => language === 'console')).toHaveLength(blocks.length);
  expect(fences.filter((language) => language !== 'console')).toHaveLength(files.size);
});
