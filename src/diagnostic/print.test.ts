import { expect, test } from 'vitest';
import { diagnostic, printDiagnostic } from './index.ts';

test('what comes from input can neither drive the terminal nor pass for another line', () => {
  const file = 'a\nerror[SW9001]: fake\u001b[31m.span.toml';
  const line = 'name = "\u202eeman\u001b[2J" # x';
  const text = printDiagnostic(
    diagnostic({
      code: 'SW3003',
      message: 'the key `\u001b]0;x\u0007` is unknown',
      place: { file, line: 1, column: 1, length: 4 },
    }),
    { source: () => line, color: false },
  );
  expect(text.split('\n')).toEqual([
    'error[SW3003]: the key `␛]0;x␇` is unknown',
    ' --> a␊error[SW9001]: fake␛[31m.span.toml:1:1',
    '  |',
    '1 | name = "\ufffdeman␛[2J" # x',
    '  | ^^^^',
    '',
  ]);
});
