/**
 * Takes the pictures of the docs, from the built program at work: `npm run screenshots`. The terminal is tmux, the browser
 * Chromium. Text in pictures differs from run to run in times and ids, so nothing compares them; look at them before you commit.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { AnsiUp } from 'ansi_up';
import type { Page } from 'playwright-core';
import { openBrowser, pageFile } from './html-rig.ts';

const COLUMNS = 110;
const ROWS = 30;
const PATIENCE_MS = 20_000;

const bin = resolve('bin/spanwright.js');
const images = resolve('docs/images');
const folder = mkdtempSync(join(tmpdir(), 'spanwright-pictures-'));
const scenario = 'examples/quickstart/checkout.span.toml';

/** Colours of the terminal, by the classes that {@link AnsiUp} gives. */
const theme = {
  red: '#f2777a',
  green: '#8ccf7e',
  yellow: '#e5c76b',
  blue: '#7aa7e9',
  cyan: '#6cbfbf',
};

const browser = await openBrowser();
try {
  cpSync(resolve('examples'), join(folder, 'examples'), { recursive: true });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  const page = await browser.newPage({ viewport: { width: 1200, height: 820 }, deviceScaleFactor: 1.5 });
  await picture(page, 'watch', await watched());
  await report(page);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}

/** The screen of a watch after two saves: of a file with a fault, and of one with an expectation that is loosened. */
async function watched(): Promise<string> {
  const text = readFileSync(join(folder, scenario), 'utf8');
  const socket = join(folder, 'tmux');
  const tmux = (...args: readonly string[]) => {
    const env = { PATH: process.env.PATH, TERM: 'xterm-256color', LANG: 'C.UTF-8', HOME: folder };
    const { stdout, stderr, status } = spawnSync('tmux', ['-S', socket, '-f', '/dev/null', ...args], {
      encoding: 'utf8',
      env,
    });
    if (status !== 0) throw new Error(stderr);
    return stdout;
  };
  const until = async (shown: string) => {
    const deadlineMs = performance.now() + PATIENCE_MS;
    while (!tmux('capture-pane', '-p').includes(shown)) {
      if (performance.now() > deadlineMs) throw new Error(`the screen does not show ${shown}`);
      await pause(50);
    }
  };
  const program = `cd ${folder}; env -u CI -u NO_COLOR ${process.execPath} ${bin} watch examples/quickstart`;
  tmux('new-session', '-d', '-x', String(COLUMNS), '-y', String(ROWS), program);
  try {
    await until('1 valid');
    writeFileSync(
      join(folder, 'examples/quickstart/refund.span.toml'),
      text.replace('"internal"', '"intern"'),
    );
    await until('1 invalid');
    writeFileSync(join(folder, scenario), text.replace('eq = 7', 'gte = 5'));
    await until('loosened');
    return tmux('capture-pane', '-p', '-e').trimEnd();
  } finally {
    spawnSync('tmux', ['-S', socket, 'kill-server']);
    writeFileSync(join(folder, scenario), text);
    rmSync(join(folder, 'examples/quickstart/refund.span.toml'), { force: true });
  }
}

/** The page of a run of the quickstart with its fault. */
async function report(page: Page): Promise<void> {
  const html = join(folder, 'report.html');
  const { status, stderr } = spawnSync(
    process.execPath,
    [bin, 'run', 'examples/quickstart', '--no-record', '--reporter', `html:${html}`],
    { cwd: folder, encoding: 'utf8', env: { ...process.env, QUICKSTART_SKIP: 'reserve' } },
  );
  if (status !== 1) throw new Error(`the run ended with ${status}: ${stderr}`);
  await page.goto(pathToFileURL(html).href);
  await page.screenshot({ path: join(images, 'html-report.png') });
}

async function picture(page: Page, name: string, text: string): Promise<void> {
  const ansi = new AnsiUp();
  ansi.use_classes = true;
  const colours = Object.entries(theme).map(([colour, value]) => `.ansi-${colour}-fg { color: ${value}; }`);
  const html = `<!doctype html><meta charset="utf-8"><style>
    body { margin: 0; background: #16181d; }
    pre { display: inline-block; margin: 0; padding: 20px 24px; color: #d7dae0;
      font: 14px/1.35 "DejaVu Sans Mono", "Liberation Mono", monospace; }
    ${colours.join('\n')}
  </style><pre>${ansi.ansi_to_html(text)}</pre>`;
  const file = pageFile(html);
  await page.goto(file.url);
  await page.locator('pre').screenshot({ path: join(images, `${name}.png`) });
  file.remove();
}
