import { type Diagnostic, diagnostic } from '../../diagnostic/index.ts';
import { type Host, systemReason } from '../../host/index.ts';
import { shownPath } from './say.ts';

/** Writes a text whole or not at all; where the path is a link, to what it leads to. Says what stood in the way. */
export function writeText(path: string, text: string, host: Host): Diagnostic | undefined {
  try {
    host.files.write(host.files.realPath(path) ?? path, text);
    return undefined;
  } catch (error) {
    return diagnostic({
      code: 'SW0016',
      message: `${shownPath(path, host.cwd)} cannot be written: ${systemReason(error)}`,
      hint: 'check the permissions of its folder',
    });
  }
}
