import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { BIN, makeFolder } from './program.ts';

// Runs that are killed while twenty services run, and what is left of them.

/** A scenario of twenty services; whatever they start has the token in its command line, and three do not want to go. */
function scenarioFile(token: string, tier: string): string {
  const sleep = `sleep 600.${token}`;
  const odd = [
    // Ignores every polite signal.
    ['stubborn', `trap '' HUP INT TERM; while :; do ${sleep}; done`],
    // Leaves its process group and session.
    ['daemon', `setsid sh -c '${sleep}; true' & exec ${sleep}`],
    // Is nobody's child. Nothing in its environment says whose it was either, but where that is all there is to go by.
    [
      'doublefork',
      `${tier === 'group' ? '' : 'env -i '}setsid sh -c '(sh -c "${sleep}; true" &) >/dev/null 2>&1' & exec ${sleep}`,
    ],
  ] as const;
  const plain = Array.from(
    { length: 20 - odd.length },
    (_, n) => [`plain${n}`, `${sleep} & exec ${sleep}`] as const,
  );
  const services = [...odd, ...plain].map(
    ([id, script]) =>
      `[service.${id}]\ncommand = ["sh", "-c", ${JSON.stringify(script)}]\ntelemetry = false\n`,
  );
  return `[meta]
name = "twenty"

${services.join('\n')}
[[scenario]]
name = "long"
run = ["sleep", "600.${token}"]
`;
}

/** The processes that have the token in their command line; zombies have none. */
export function survivorsOf(token: string): string[] {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    const line = commandLine(pid);
    return line.includes(token) ? [`${pid}: ${line}`] : [];
  });
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

export interface Doomed {
  /** Arguments of a `setpriv` call that runs it as somebody else; none to run it as we are. */
  readonly as?: readonly string[];
  readonly tier: string;
  readonly signal: NodeJS.Signals;
  /** From the start of the program, or `running` for when all services and the step are. */
  readonly atMs: number | 'running';
}

export interface Fate {
  /** Processes of the scenario when the signal was sent. */
  readonly there: number;
  /** From the signal until the runner had ended and nothing was left; undefined if something still was after 20 s. */
  readonly goneAfterMs: number | undefined;
  readonly survivors: readonly string[];
}

/** Starts a run, kills it and looks what is left. */
export async function doom({ tier, signal, atMs, as = [] }: Doomed): Promise<Fate> {
  const token = String(Math.floor(Math.random() * 1e9)).padStart(9, '0');
  const folder = makeFolder({ 'twenty.span.toml': scenarioFile(token, tier) });
  const [program = '', ...args] = [
    ...as,
    process.execPath,
    BIN,
    'run',
    '--no-record',
    '--reporter',
    'ndjson',
  ];
  const child = spawn(program, args, {
    cwd: folder.path,
    env: { ...process.env, SPANWRIGHT_ISOLATION: tier },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  try {
    let output = '';
    const running = new Promise<void>((resolve) => {
      child.stdout.on('data', (text) => {
        output += text;
        if (output.includes('"stepStarted"')) resolve();
      });
    });
    if (atMs === 'running') await running;
    else await new Promise((resolve) => setTimeout(resolve, atMs));
    const there = survivorsOf(token).length;
    const sentMs = performance.now();
    child.kill(signal);
    await ended;
    let survivors = survivorsOf(token);
    while (survivors.length > 0 && performance.now() - sentMs < 20_000) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      survivors = survivorsOf(token);
    }
    return {
      there,
      goneAfterMs: survivors.length === 0 ? performance.now() - sentMs : undefined,
      survivors,
    };
  } finally {
    child.kill('SIGKILL');
    for (const each of survivorsOf(token)) process.kill(Number.parseInt(each, 10), 'SIGKILL');
    folder.remove();
  }
}
