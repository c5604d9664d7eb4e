import { resolve } from 'node:path';
import type { Files, Host } from '../../host/index.ts';

/** The texts open in the editor, by absolute path. */
export type OpenTexts = ReadonlyMap<string, string>;

/**
 * A host that sees files as they stand in the editor, and else as they are on disk. Every path that is asked for is told
 * to `seen`, also one that is not there. Nothing can be written through it.
 */
export function overlayHost(
  host: Host,
  {
    cwd,
    open,
    seen,
  }: { readonly cwd: string; readonly open: OpenTexts; readonly seen: (path: string) => void },
): Host {
  const openText = (path: string) => open.get(resolve(cwd, path));
  const files: Files = {
    read(path) {
      seen(resolve(cwd, path));
      const text = openText(path);
      return text === undefined ? host.files.read(path) : new TextEncoder().encode(text);
    },
    stat(path) {
      seen(resolve(cwd, path));
      const text = openText(path);
      if (text === undefined) return host.files.stat(path);
      return { kind: 'file', size: Buffer.byteLength(text), modifiedMs: 0 };
    },
    list: (path) => host.files.list(path),
    realPath(path) {
      seen(resolve(cwd, path));
      // A file that is not saved yet has no other path.
      return host.files.realPath(path) ?? (openText(path) === undefined ? undefined : resolve(cwd, path));
    },
    write: refuse,
    remove: refuse,
  };
  return { ...host, cwd, files };
}

function refuse(): never {
  throw new Error('the language server writes no files');
}
