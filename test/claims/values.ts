import { type CommandName, commands } from '../../src/cli/options/table.ts';
import { read } from './pages.ts';

// Values of the program as pages write them, so that a page and the program cannot say different things.

/** Thousands set apart, as on all pages. */
export function written(value: number): string {
  return value.toLocaleString('en');
}

/** A number that a source file names and keeps to itself: a constant, a member of a table, or what stands in for nothing. */
export function constant(file: string, name: string): number {
  const found = new RegExp(
    String.raw`\b${name}(?:: \w+)? ?(?:=|:|\?\?) ?(-?\d[\d_.]*(?:n|(?: \* \d[\d_]*)*))\b`,
  ).exec(read(file));
  if (found === null) throw new Error(`${file} has no number of the name ${name}`);
  const factors = (found[1] ?? '').replace(/[_n]/g, '').split(' * ').map(Number);
  return factors.reduce((product, factor) => product * factor, 1);
}

/** What applies when an option is not given, as help says it. */
export function fallback(command: CommandName, option: string): string {
  const entry = Object.entries(commands[command].options).find(([name]) => name === option)?.[1];
  if (entry?.fallbackText === undefined) throw new Error(`--${option} of ${command} has no default`);
  return entry.fallbackText;
}

/** The oldest Node.js that package.json allows. */
export function oldestNode(): string {
  const { engines } = JSON.parse(read('package.json'));
  return String(engines.node).replace('>=', '');
}
