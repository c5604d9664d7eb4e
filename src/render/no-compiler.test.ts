import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const program = `
  import { createRequire } from 'node:module';
  const { contextOf, renderTemplate } = await import(${JSON.stringify(new URL('./index.ts', import.meta.url).href)});
  const { memoryHost } = await import(${JSON.stringify(new URL('../host/index.ts', import.meta.url).href)});
  const input = { file: 't', root: '/project', host: memoryHost(), variables: contextOf(new Map()), allowedEnv: new Set() };
  const tera = renderTemplate({ ...input, dialect: 'tera', text: '{% for i in range(end=3) %}{{ i }}{% endfor %}' });
  const nunjucks = renderTemplate({ ...input, dialect: 'nunjucks', text: '{{ "a" if true else "b" }}' });
  const loaded = Object.keys(createRequire(import.meta.url).cache).filter((path) => path.includes('/nunjucks/'));
  console.log(JSON.stringify({ tera: tera.text, nunjucks: nunjucks.text, loaded: loaded.map((path) => path.split('/').at(-1)) }));
`;

test('templates render where no code may be made from text, and of nunjucks only the parser is loaded', () => {
  const flags = ['--disallow-code-generation-from-strings', '--experimental-strip-types', '--no-warnings'];
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const output = execFileSync(process.execPath, [...flags, '--input-type=module', '--eval', program], {
    cwd: folder,
    encoding: 'utf8',
  });
  const { loaded, ...texts } = JSON.parse(output) as { loaded: string[] };
  expect(texts).toEqual({ tera: '012', nunjucks: 'a' });
  expect(loaded.sort()).toEqual(['lexer.js', 'lib.js', 'nodes.js', 'object.js', 'parser.js']);
});
