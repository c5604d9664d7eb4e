import { exitCodes } from '../../src/diagnostic/index.ts';
import { pageHead, table } from './markdown.ts';

export function exitCodesPage(): string {
  const rows = exitCodes.map(({ code, meaning }) => [String(code), meaning]);
  return `${pageHead('Exit codes', 'src/diagnostic/exit.ts')}
Of several that apply, an interruption counts first, then a failure, then what could not be judged.

${table(['code', 'meaning'], rows)}`;
}
