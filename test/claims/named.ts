import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { read, root } from './pages.ts';

/** A test by its file and title, or a line of a transcript; both must be there. */
export interface NamedTest {
  readonly file: string;
  /** As it is written in the file: of a test with rows, with its placeholders. */
  readonly title: string;
}

/** Why a claim that names this test is not proved; undefined when the test is there and is run. */
export function missingTest({ file, title }: NamedTest): string | undefined {
  if (!existsSync(join(root, file))) return `there is no ${file}`;
  const text = read(file);
  if (!file.endsWith('.ts'))
    return text.split('\n').includes(title) ? undefined : `${file} has no line \`${title}\``;
  const quoted = ["'", '"', '`'].flatMap((quote) => quote + title + quote);
  const at = quoted.map((each) => text.indexOf(each)).find((each) => each !== -1);
  if (at === undefined) return `${file} has no test "${title}"`;
  // It is the first argument of a call, or opens the row of a table of tests.
  const before = /[([]\s*$/.exec(text.slice(0, at)) && text.slice(0, at).trimEnd();
  if (!before) return `"${title}" is no title in ${file}`;
  return /\.(?:skip|todo|fails)\($/.test(before) ? `"${title}" of ${file} is not run` : undefined;
}
