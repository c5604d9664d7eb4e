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
  return diagnostic({
    code: 'SW1001',
    message: tag
      ? `the file is a template: its first tag is \`${tag[0]}\``
      : 'the file is a template by its name',
    place: placeAt(file, text, tag?.index ?? 0, tag ? 2 : 1),
    hint: 'render the template first, and use the TOML file that comes out',
  });
}

function placeAt(file: string, text: string, offset: number, length: number) {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  const line = before.split('\n').length;
  return { file, line, column: offset - lineStart + 1, length };
}
