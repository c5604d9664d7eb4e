/**
 * Parsing and evaluating a template, beside nunjucks compiling and rendering the same text, as every file of a cold run
 * and every edit needs it. The Tera templates keep to what nunjucks reads as well; SPANWRIGHT_TEMPLATES names a folder
 * with further ones (those that nunjucks cannot render are left out, as are those it renders to something else).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import nunjucks from 'nunjucks';
import { Bench } from 'tinybench';
import { memoryHost } from '../src/host/index.ts';
import { contextOf, dialectOf, renderTemplate, variablesFrom } from '../src/render/index.ts';
import { printEnvironment, printRatio } from './figures.ts';

const GOAL = '<= 0.50 x nunjucks';
const TIME_MS = 200;
const ROUNDS = 5;

const variables = {
  test_name: 'orders',
  region: 'North',
  port: 8080,
  image: 'alpine:latest',
  password: 'secret',
  strict: true,
  tags: ['smoke', 'nightly'],
  routes: ['/health', '/orders', '/orders/{id}', '/orders/{id}/items'],
  services: [
    { name: 'frontend', image: 'nginx:alpine', port: 80, enabled: true },
    { name: 'backend', image: 'python:3.11-alpine', port: 8080, enabled: true },
    { name: 'database', image: 'postgres:15-alpine', port: 5432, enabled: true },
    { name: 'cache', image: 'redis:7-alpine', port: 6379, enabled: false },
  ],
};
const context = contextOf(variablesFrom(variables));
const host = memoryHost();
const environment = new nunjucks.Environment(null, { autoescape: false });

function ours(file: string, text: string): string {
  const dialect = dialectOf(file) ?? 'tera';
  const input = {
    file,
    text,
    dialect,
    root: '/project',
    host,
    variables: context,
    allowedEnv: new Set<string>(),
  };
  const rendered = renderTemplate(input);
  if (rendered.text === undefined) throw new Error(JSON.stringify(rendered.diagnostics));
  return rendered.text;
}

function theirs(text: string): string {
  return new nunjucks.Template(text, environment, undefined, true).render(variables);
}

function templatesIn(folder: string): { name: string; text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(tera|njk|j2)$/.test(name))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
}

function isSame(name: string, text: string): boolean {
  try {
    return ours(name, text) === theirs(text);
  } catch {
    return false;
  }
}

const own = templatesIn(fileURLToPath(new URL('template/', import.meta.url)));
const others = process.env.SPANWRIGHT_TEMPLATES ? templatesIn(process.env.SPANWRIGHT_TEMPLATES) : [];
const different = own.find(({ name, text }) => ours(name, text) !== theirs(text));
if (different) throw new Error(`nunjucks renders ${different.name} to another text`);

printEnvironment();
for (const { name, text } of [...own, ...others.filter((each) => isSame(each.name, each.text))]) {
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await measure(name, text));
  // The least disturbed round of each.
  const [value, of] = [
    Math.min(...rounds.map(({ ours }) => ours)),
    Math.min(...rounds.map(({ theirs }) => theirs)),
  ];
  printRatio(
    { what: `${name} (${text.length} B; nunjucks ${of.toFixed(0)} us)`, value, of, goal: GOAL },
    'us',
  );
}

/** Medians in microseconds. */
async function measure(
  name: string,
  text: string,
): Promise<{ readonly ours: number; readonly theirs: number }> {
  const bench = new Bench({ time: TIME_MS, warmupTime: TIME_MS });
  bench.add('ours', () => ours(name, text)).add('theirs', () => theirs(text));
  await bench.run();
  const [first = Number.NaN, second = Number.NaN] = bench.tasks.map(({ result }) => medianUs(result));
  return { ours: first, theirs: second };
}

function medianUs(result: Bench['tasks'][number]['result']): number {
  return result.state === 'completed' ? result.latency.p50 * 1_000 : Number.NaN;
}
