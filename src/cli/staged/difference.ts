import { resolve } from 'node:path';
import { type Diagnostic, diagnostic } from '../../diagnostic/index.ts';
import type { Host } from '../../host/index.ts';

export interface DifferenceInput {
  /** The machine, whose files are those of the folder. */
  readonly folder: Host;
  /** The text of a file as it is staged; undefined for what is not. */
  readonly source: (file: string) => string | undefined;
}

/**
 * For people who look for findings where they edit: of each file with findings, whether it is another in the folder than
 * what is staged. Line ends do not count, because git may change them.
 */
export function differences(files: Iterable<string>, { folder, source }: DifferenceInput): Diagnostic[] {
  return [...new Set(files)].flatMap((file) => {
    const staged = source(file);
    if (staged === undefined) return [];
    const present = textIn(folder, file);
    if (present === undefined) return [note(`${file} is staged, and not in the folder any more`, file)];
    const isSame = withLineFeeds(present) === withLineFeeds(staged);
    return isSame ? [] : [note(`${file} is not the same in the folder as staged`, file)];
  });
}

function textIn({ files, cwd }: Host, file: string): string | undefined {
  try {
    const content = files.read(resolve(cwd, file));
    return content && new TextDecoder().decode(content);
  } catch {
    // It is something else now, such as a folder.
    return undefined;
  }
}

function withLineFeeds(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

function note(message: string, file: string): Diagnostic {
  const hint = `what is shown above is staged; \`git add ${file}\` stages what is in the folder`;
  return diagnostic({ code: 'SW0023', message, hint });
}
