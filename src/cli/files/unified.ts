import { FILE_HEADERS_ONLY, formatPatch, type StructuredPatch, structuredPatch } from 'diff';
import { visible } from '../../report/index.ts';
import type { Stream } from '../terminal.ts';

/** Two states of one file. */
export interface Change {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/**
 * Beyond either, the whole file becomes one hunk: the search takes time that grows with the square of the edits. The
 * number of edits is what usually decides, so that the outcome does not hang on the speed of the machine.
 */
const BOUNDS = { maxEditLength: 2000, timeout: 2000 };
const CONTEXT = 3;

/**
 * A change as a unified diff, which `patch` and `git apply -p0` take. On a terminal, what could drive it is made
 * visible; elsewhere every character is as in the file.
 */
export function unifiedDiff(change: Change, { color, columns }: Pick<Stream, 'color' | 'columns'>): string {
  const lines = patchOf(change).slice(0, -1).split('\n');
  const shown = columns === undefined ? lines : lines.map(visible);
  return `${(color ? shown.map(painted) : shown).join('\n')}\n`;
}

/** Bold, cyan, red and green, as git has them. */
function painted(line: string, index: number): string {
  const style = index < 2 ? '1' : styles.get(line.charAt(0));
  return style === undefined ? line : `\u001b[${style}m${line}\u001b[0m`;
}

const styles: ReadonlyMap<string, string> = new Map([
  ['@', '36'],
  ['-', '31'],
  ['+', '32'],
]);

function patchOf(change: Change): string {
  const { file, before, after } = change;
  const options = { ...BOUNDS, context: CONTEXT };
  const patch = structuredPatch(file, file, before, after, undefined, undefined, options);
  return formatPatch(patch ?? wholeFile(change), FILE_HEADERS_ONLY);
}

function wholeFile({ file, before, after }: Change): StructuredPatch {
  const [old, current] = [side('-', before), side('+', after)];
  return {
    oldFileName: file,
    newFileName: file,
    oldHeader: undefined,
    newHeader: undefined,
    hunks: [
      {
        oldStart: 1,
        oldLines: old.count,
        newStart: 1,
        newLines: current.count,
        lines: [...old.lines, ...current.lines],
      },
    ],
  };
}

function side(mark: '-' | '+', text: string) {
  const lines = text.split('\n');
  const isClosed = lines.at(-1) === '';
  if (isClosed) lines.pop();
  const marked = lines.map((line) => mark + line);
  return {
    count: marked.length,
    lines: isClosed ? marked : [...marked, '\\ No newline at end of file'],
  };
}
