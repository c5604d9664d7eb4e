import { posix } from 'node:path';
import type { DirEntry, Host } from './host.ts';

export interface MemoryHostOptions {
  /** Absolute path to content. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** A host in memory whose clock stands still until told to move and whose ids count up. */
export interface MemoryHost extends Host {
  readonly content: Map<string, Uint8Array>;
  advance(ms: number): void;
}

export function memoryHost(options: MemoryHostOptions = {}): MemoryHost {
  const content = new Map<string, Uint8Array>();
  const bytesOf = (text: string | Uint8Array) =>
    typeof text === 'string' ? new TextEncoder().encode(text) : text;
  for (const [path, text] of Object.entries(options.files ?? {})) content.set(path, bytesOf(text));
  let elapsedMs = 0;
  let issued = 0;
  const childrenOf = (path: string): DirEntry[] | undefined => {
    const prefix = path.endsWith('/') ? path : `${path}/`;
    const found = new Map<string, DirEntry>();
    for (const name of content.keys()) {
      if (!name.startsWith(prefix)) continue;
      const [head = '', ...rest] = name.slice(prefix.length).split('/');
      found.set(head, { name: head, kind: rest.length > 0 ? 'directory' : 'file' });
    }
    return found.size > 0 ? [...found.values()] : undefined;
  };
  return {
    content,
    advance: (ms) => {
      elapsedMs += ms;
    },
    cwd: options.cwd ?? '/project',
    env: options.env ?? {},
    nowNs: () => 1_750_000_000_000_000_000n + BigInt(Math.round(elapsedMs * 1_000_000)),
    monotonicMs: () => elapsedMs,
    randomHex: (bytes) => (++issued).toString(16).padStart(bytes * 2, '0'),
    files: {
      read: (path) => content.get(posix.normalize(path)),
      stat: (path) => {
        const file = content.get(posix.normalize(path));
        if (file) return { kind: 'file', size: file.length, modifiedMs: 0 };
        return childrenOf(posix.normalize(path)) ? { kind: 'directory', size: 0, modifiedMs: 0 } : undefined;
      },
      list: (path) => childrenOf(posix.normalize(path)),
      realPath: (path) => posix.normalize(path),
      write: (path, text) => void content.set(posix.normalize(path), bytesOf(text)),
      remove: (path) => {
        for (const name of [...content.keys()]) {
          if (name === path || name.startsWith(`${path}/`)) content.delete(name);
        }
      },
    },
  };
}
