import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Runs receiver-load.ts, which says what the arguments are, as a process of its own; gives the bytes of a batch. */
export async function load(args: readonly string[]): Promise<number> {
  const script = fileURLToPath(new URL('receiver-load.ts', import.meta.url));
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`the load ended with ${code}`);
  return Number(output);
}
