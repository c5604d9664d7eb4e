import { locate } from '../toml/index.ts';
import type { WholeFile } from './context.ts';

/**
 * `[vars]` is for templates, and `[matrix]` is not expanded: in a native file that has one for nothing, the scenarios run
 * once, as written, which is worth a word. clnrm never reads either.
 */
export function checkTemplateTables(file: WholeFile): void {
  if (file.dialect === 'clnrm') return;
  for (const table of file.rendered ? (['matrix'] as const) : (['matrix', 'vars'] as const)) {
    if (file.model[table] === undefined) continue;
    const { key, value } = locate(file.root, [table]);
    const why = table === 'matrix' ? 'it is not expanded' : 'the file is not a template';
    file.report('SW5006', () => ({
      message: `\`[${table}]\` has no effect: ${why}`,
      place: key ?? value,
      hint: 'remove it, or write its values where they are needed',
    }));
  }
}
