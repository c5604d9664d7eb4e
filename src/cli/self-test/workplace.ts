import { chmodSync, cpSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Host } from '../../host/index.ts';
import type { CommandContext } from '../context.ts';

/** A folder of its own with the scenarios of the package in it, and the Spanwright that is tried as `spanwright`. */
export interface Workplace {
  readonly folder: string;
  /** The machine as seen from there: nothing that the user has set for Spanwright, git or CI changes what is found. */
  readonly host: Host;
  remove(): void;
}

/** Variables of the user that say where things are, which is all that is passed on. */
const PASSED = ['PATH', 'HOME', 'USER', 'TERM', 'XDG_CACHE_HOME', 'TMPDIR'];

/** Throws the system's error where it cannot be made. */
export function makeWorkplace({ host, packageDir }: Pick<CommandContext, 'host' | 'packageDir'>): Workplace {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'spanwright-self-test-')));
  cpSync(join(packageDir, 'dist/starter/self-test'), folder, { recursive: true });
  const starter = join(folder, 'spanwright');
  writeFileSync(starter, starterText(join(packageDir, 'bin/spanwright.js')));
  chmodSync(starter, 0o755);
  const passed = PASSED.flatMap((name) => {
    const value = host.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const path = [folder, host.env.PATH].filter(Boolean).join(delimiter);
  return {
    folder,
    host: { ...host, cwd: folder, env: { ...Object.fromEntries(passed), PATH: path } },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The program itself under the Node that runs us, whatever else is in PATH. */
function starterText(program: string): string {
  return `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(program)} "$@"\n`;
}

function quoted(path: string): string {
  return `'${path.replaceAll("'", "'\\''")}'`;
}
