import { type Diagnostic, diagnostic } from '../diagnostic/index.ts';

const TEMPLATE_NAME = /\.(tera|njk|j2)$/i;
const TAG = /\{\{|\{%|\{#/;

/** The name of the file that a template renders to: without `.tera`, `.njk` or `.j2`. */
export function withoutTemplateEnding(file: string): string {
  return file.replace(TEMPLATE_NAME, '');
}

/** Whether a file is a template: by its name, or, in clnrm files and plain `.toml`, by a tag anywhere, as clnrm tells. */
export function isTemplate(file: string, text: string): boolean {
  return TEMPLATE_NAME.test(file) || firstTag(file, text) !== null;
}

function firstTag(file: string, text: string): RegExpExecArray | null {
  return /\.span\.toml$/i.test(file) ? null : TAG.exec(text);
}

/** The one diagnostic of a template where nothing renders it; undefined for a file that is none. */
export function templateProblem(file: string, text: string): Diagnostic | undefined {
  if (!isTemplate(file, text)) return undefined;
  const tag = firstTag(file, text);
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
