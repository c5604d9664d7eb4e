import { type Diagnostic, diagnostic } from '../diagnostic/index.ts';

const TEMPLATE_NAME = /\.(tera|njk|j2)$/i;
const TAG = /\{\{|\{%|\{#/;

/**
 * The one diagnostic of a file that is a template, as templates are not rendered yet: by its name, or, in clnrm files
 * and plain `.toml`, by the first tag in its text, comments and strings included, which is how clnrm tells.
 */
export function templateProblem(file: string, text: string): Diagnostic | undefined {
  const named = TEMPLATE_NAME.test(file);
  const tag = /\.span\.toml$/i.test(file) ? null : TAG.exec(text);
  if (!named && !tag) return undefined;
  const before = text.slice(0, tag?.index ?? 0);
  const column = before.length - before.lastIndexOf('\n');
  return diagnostic({
    code: 'SW1001',
    message: tag
      ? `the file is a template: its first tag is \`${tag[0]}\``
      : 'the file is a template by its name',
    place: { file, line: before.split('\n').length, column, length: tag?.[0].length ?? 1 },
    hint: 'render the template first, and use the TOML file that comes out',
  });
}
