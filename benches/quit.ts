/**
 * How long `spanwright watch` takes to end, from the key or signal until its process is gone and the terminal is as it was:
 * `q` and Ctrl-C on the screen, SIGHUP, and its input being closed. 1,000 files are watched. The goal is 300 ms.
 *
 * Linux with util-linux (`script`) only.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { BIN, makeFolder } from '../test/program.ts';
import { scenarioText, startWatching } from '../test/watch-rig.ts';
import { printFigures } from './figures.ts';

const ROUNDS = 5;
const files = Array.from({ length: 1000 }, (_, index) => [
  `d${index % 20}/f${index}.span.toml`,
  scenarioText('s'),
]);
const { path: cwd, remove } = makeFolder(Object.fromEntries(files));

interface Opened {
  readonly child: ChildProcess;
  /** What the terminal has shown. */
  shown(): string;
}

/** The screen in a pseudo-terminal, whose settings are shown before and after it. */
async function openScreen(): Promise<Opened> {
  const program = `${process.execPath} ${BIN} watch`;
  const script = `stty cols 100 rows 30; stty -g; ${program}; echo; echo "exit $?"; stty -g`;
  const env = { ...process.env, CI: '', TERM: 'xterm-256color' };
  const child = spawn('script', ['-qfec', script, '/dev/null'], {
    cwd,
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
  });
  while (!text.includes('1,000 valid')) await sleep(20);
  await sleep(300);
  return { child, shown: () => text };
}

function childrenOf(pid: number | undefined): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return children === '' ? [] : children.split(' ').map(Number);
}

async function onScreen(name: string, end: (opened: Opened) => void): Promise<void> {
  const samples: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const opened = await openScreen();
    const closed = new Promise((done) => opened.child.once('close', done));
    const startMs = performance.now();
    end(opened);
    await closed;
    samples.push(performance.now() - startMs);
    const settings = opened.shown().match(/^[0-9a-f]+(?::[0-9a-f]+){10,}/gm) ?? [];
    const isRestored =
      settings.length === 2 && settings[0] === settings[1] && opened.shown().includes('\u001b[?1049l');
    if (!isRestored) console.log(`${name}: the terminal was not restored`);
  }
  printFigures(`end of a watch on the screen, ${name}`, samples, { unit: 'ms', goal: 300 });
}

async function withoutScreen(
  name: string,
  end: (child: Awaited<ReturnType<typeof startWatching>>['child']) => void,
) {
  const samples: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const watching = await startWatching(cwd);
    const startMs = performance.now();
    end(watching.child);
    await watching.ended;
    samples.push(performance.now() - startMs);
  }
  printFigures(`end of a watch without a screen, ${name}`, samples, { unit: 'ms', goal: 300 });
}

/** The watch is the last that the shell in the terminal has started. */
function signalWatch({ child }: Opened): void {
  for (const shell of childrenOf(child.pid)) for (const pid of childrenOf(shell)) process.kill(pid, 'SIGHUP');
}

try {
  await onScreen('q', ({ child }) => child.stdin?.write('q'));
  await onScreen('Ctrl-C', ({ child }) => child.stdin?.write('\u0003'));
  await onScreen('SIGHUP', signalWatch);
  await withoutScreen('SIGHUP', (child) => child.kill('SIGHUP'));
  await withoutScreen('closed input', (child) => child.stdin.end());
} finally {
  remove();
}
