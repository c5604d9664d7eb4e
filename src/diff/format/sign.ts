import type { ChangeKind } from '../compare/kind.ts';

/** One character for each meaning; `<` asks for less, `>` for more. */
export const signs: Readonly<Record<ChangeKind, string>> = {
  removed: '-',
  loosened: '<',
  incomparable: '?',
  tightened: '>',
  added: '+',
  moved: '~',
  equivalent: '=',
};

const colors: Readonly<Record<ChangeKind, string>> = {
  removed: '31',
  loosened: '31',
  incomparable: '33',
  tightened: '32',
  added: '32',
  moved: '36',
  equivalent: '2',
};

export function painter(color: boolean): (text: string, kind: ChangeKind | 'faint' | 'bold') => string {
  if (!color) return (text) => text;
  return (text, kind) => {
    const style = kind === 'faint' ? '2' : kind === 'bold' ? '1' : colors[kind];
    return `\u001b[${style}m${text}\u001b[0m`;
  };
}
