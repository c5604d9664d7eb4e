import { locate } from '../toml/index.ts';
import type { WholeFile } from './context.ts';

/**
 * `[vars]` and `[matrix]` are for templates: in a native file that is none and has one for nothing, the scenarios run
 * once, as written, which is worth a word. clnrm never reads either.
 */
export function checkTemplateTables(file: WholeFile): void {
  if (file.dialect === 'clnrm' || file.rendered) return;
  for (const table of ['matrix', 'vars'] as const) {
    if (file.model[table] === undefined) continue;
    const { key, value } = locate(file.root, [table]);
    const use =
      table === 'matrix' ? '`{{ matrix.NAME }}` stands for a value' : '`{{ NAME }}` stands for a value';
    file.report('SW5006', () => ({
      message: `\`[${table}]\` has no effect: the file is not a template`,
      place: key ?? value,
      hint: `add \`.njk\` to the name of the file, so that ${use}; or remove the table`,
    }));
  }
}
