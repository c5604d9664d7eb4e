import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Figure } from './figures.ts';

/**
 * Runs one benchmark and gives what it printed as data. A process for each, since what one leaves on the heap would be
 * measured by the next. Throws when it ends with anything but 0.
 */
export function measure(name: string): Figure[] {
  const folder = mkdtempSync(join(tmpdir(), 'spanwright-figures-'));
  const file = join(folder, 'figures.ndjson');
  try {
    const { status, error } = spawnSync(process.execPath, [join(import.meta.dirname, `${name}.ts`)], {
      stdio: 'inherit',
      env: { ...process.env, SPANWRIGHT_FIGURES: file },
    });
    if (status !== 0) throw new Error(`benches/${name}.ts ended with ${error?.message ?? status}`);
    const lines = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
    // Written by figures.ts a moment ago.
    return lines.map((line) => JSON.parse(line) as Figure);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
