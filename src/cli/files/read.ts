import { type Diagnostic, diagnostic } from '../../diagnostic/index.ts';
import { type Host, systemReason } from '../../host/index.ts';
import { parseToml } from '../../scenario/index.ts';
import type { FoundFile } from './discover.ts';

/** The bytes of a file, or why they cannot be had. */
export function readContent({ path, shown }: FoundFile, host: Host): Uint8Array | Diagnostic {
  try {
    const content = host.files.read(path);
    return content ?? unreadable(shown, 'it was removed a moment ago');
  } catch (error) {
    return unreadable(shown, systemReason(error));
  }
}

/** The text of a file with its byte order mark, or why it has none. */
export function readText(file: FoundFile, host: Host): string | readonly Diagnostic[] {
  const content = readContent(file, host);
  if ('code' in content) return [content];
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    // The parser says which byte it is that is no UTF-8.
    return parseToml({ file: file.shown, text: content }).diagnostics;
  }
}

function unreadable(file: string, reason: string): Diagnostic {
  return diagnostic({
    code: 'SW0011',
    message: `the file cannot be read: ${reason}`,
    place: { file, line: 1, column: 1, length: 1 },
    hint: 'check its permissions',
  });
}
