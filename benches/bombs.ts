/**
 * What hostile files cost: each template of the sandbox's fixture, and TOML that wants too much of the parser or the
 * checks, validated by the built tool in a process of its own. Goals: a second, and 64 MiB more memory at the peak than
 * a file of five lines takes. That each is refused, and where, is the business of tests.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { around, bombs } from '../src/render/sandbox.fixture.ts';
import { type Bomb, tomlBombs } from './bombs/toml.ts';
import { median, printEnvironment } from './figures.ts';

const GOAL_MS = 1_000;
const GOAL_MIB = 64;
const IDLE_ROUNDS = 5;
/** Longer is as good as for ever. */
const TIMEOUT_MS = 60_000;

const bin = fileURLToPath(new URL('../bin/spanwright.js', import.meta.url));
const peak = fileURLToPath(new URL('bombs/peak.cjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'spanwright-bombs-'));
mkdirSync(join(folder, 'project'));
const project = join(folder, 'project');

interface Cost {
  readonly ms: number;
  readonly mib: number;
  readonly status: number | null;
}

function costOf(file: string, text: string): Cost {
  // Lone surrogates stand for bytes that are no UTF-8.
  writeFileSync(join(project, file), /[\ud800-\udfff]/.test(text) ? Buffer.from(text, 'latin1') : text);
  const start = performance.now();
  const { status, output } = spawnSync(process.execPath, ['--require', peak, bin, 'validate', file], {
    cwd: project,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    timeout: TIMEOUT_MS,
    encoding: 'utf8',
  });
  return { ms: performance.now() - start, mib: Number(output[3] || Number.NaN) / 1024, status };
}

function templateBombs(): (Bomb & { readonly file: string })[] {
  return bombs.map(({ name, dialect, text }) => ({
    name: `${dialect}: ${name}`,
    file: dialect === 'tera' ? 'bomb.clnrm.toml.tera' : 'bomb.span.toml.njk',
    text: `[vars]\ns = "aaaa"\n\n${text}`,
  }));
}

try {
  for (const [name, text] of Object.entries(around)) writeFileSync(join(project, name), text);
  const wanted = process.env.SPANWRIGHT_BOMB;
  const small = '[meta]\nname = "a"\n[[scenario]]\nname = "b"\nrun = "true"\n';
  const idle = Array.from({ length: IDLE_ROUNDS }, () => costOf('idle.span.toml', small));
  const idleMib = median(idle.map(({ mib }) => mib));
  printEnvironment();
  console.log(
    `a file of five lines: ${median(idle.map(({ ms }) => ms)).toFixed(0)} ms, ${idleMib.toFixed(0)} MiB`,
  );
  console.log(`goal for each of the others: ${GOAL_MS} ms, ${GOAL_MIB} MiB more\n`);
  const toml = tomlBombs.map((bomb) => ({ ...bomb, name: `TOML: ${bomb.name}`, file: 'bomb.span.toml' }));
  for (const { name, file, text } of [...templateBombs(), ...toml]) {
    if (wanted && !name.includes(wanted)) continue;
    const { ms, mib, status } = costOf(file, text);
    const isOver = ms > GOAL_MS || mib - idleMib > GOAL_MIB || status === null;
    const figures = `${ms.toFixed(0).padStart(6)} ms  ${(mib - idleMib).toFixed(0).padStart(4)} MiB`;
    console.log(`${name.padEnd(48)}${figures}${isOver ? '  over the goal' : ''}`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
