import type { TextEdit } from 'vscode-languageserver-protocol';
import { formatScenario } from '../scenario/index.ts';
import type { EditedFile } from './document.ts';
import { rangeOf } from './place.ts';

/**
 * The edit that lays a file out as `spanwright fmt` does, no longer than it has to be, so that the cursor stays where it
 * is. None where nothing changes or the file cannot be read.
 */
export function formatting(file: EditedFile): TextEdit[] {
  const { text, path } = file;
  const formatted = formatScenario(text, { file: path });
  if (!formatted.changed) return [];
  const start = commonPrefix(text, formatted.text);
  const end = commonSuffix(text, formatted.text, start);
  return [
    {
      range: rangeOf(file, { start, end: text.length - end }),
      newText: formatted.text.slice(start, formatted.text.length - end),
    },
  ];
}

function commonPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  // Positions between the halves of a pair, or of a line end, would not come out right.
  return length === 0 ? 0 : a.lastIndexOf('\n', length - 1) + 1;
}

function commonSuffix(a: string, b: string, from: number): number {
  const most = Math.min(a.length, b.length) - from;
  let length = 0;
  while (length < most && a[a.length - 1 - length] === b[b.length - 1 - length]) length++;
  const line = a.indexOf('\n', a.length - length);
  return line === -1 ? 0 : a.length - line - 1;
}
