import { locate } from '../toml/index.ts';
import type { WholeFile } from './context.ts';

/** `[matrix]` and `[vars]` are for templates: in a native file that is none they change nothing, which is worth a word. */
export function checkTemplateTables(file: WholeFile): void {
  if (file.dialect === 'clnrm') return;
  for (const table of ['matrix', 'vars'] as const) {
    if (file.model[table] === undefined) continue;
    const { key, value } = locate(file.root, [table]);
    file.report('SW5006', () => ({
      message: `\`[${table}]\` has no effect: the file is not a template`,
      place: key ?? value,
      hint: 'remove it, or write its values where they are needed',
    }));
  }
}
