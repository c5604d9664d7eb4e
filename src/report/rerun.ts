import { visible } from '../diagnostic/index.ts';
import type { RunRecord } from '../event/index.ts';
import { isRed } from './outcome.ts';

/** More would be a command nobody reads; then whole files are run again, and of those no more than fit a screen. */
const MAX_SCENARIOS = 5;
const MAX_FILES = 10;

/**
 * The command that runs again what did not pass, to be pasted into a shell; undefined when everything passed. `isKept` says
 * that the run was recorded, so that it is known what that was when it is more than can be named.
 */
export function rerunCommand({ scenarios }: RunRecord, isKept = false): string | undefined {
  const red = scenarios.filter(isRed);
  if (red.length === 0) return undefined;
  const files = [...new Set(red.map(({ file }) => file))];
  // What is judged over a whole file has an id of another form, and needs all scenarios of the file.
  const selectable = red.every(({ id, file, name }) => id === `${file}::${name}`);
  const only = selectable && red.length <= MAX_SCENARIOS ? red.flatMap(({ id }) => ['--only', id]) : [];
  if (isKept && only.length === 0 && selectable) return 'spanwright run --last-failed';
  const more = files.length > MAX_FILES ? ` # and ${files.length - MAX_FILES} more files` : '';
  return `${['spanwright', 'run', ...files.slice(0, MAX_FILES), ...only].map(shellWord).join(' ')}${more}`;
}

/** A word as POSIX shells read it back, section 2.2.2 of the Shell Command Language. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${visible(word).replaceAll("'", `'\\''`)}'`;
}
