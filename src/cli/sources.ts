import { resolve } from 'node:path';
import type { Host } from '../host/index.ts';

/** The texts that diagnostics point into: files, by the name they are shown under, and texts that are in no file. */
export interface Sources {
  /** Names a text, such as the command line or an environment variable. */
  add(name: string, text: string): void;
  /** For the printer's excerpts; undefined when the text cannot be had. */
  read(name: string): string | undefined;
}

export function createSources(host: Host): Sources {
  const known = new Map<string, string>();
  return {
    add: (name, text) => void known.set(name, text),
    read(name) {
      const text = known.get(name) ?? readFile(host, name);
      if (text !== undefined) known.set(name, text);
      return text;
    },
  };
}

function readFile(host: Host, name: string): string | undefined {
  try {
    const bytes = host.files.read(resolve(host.cwd, name));
    // What holds a null byte is no text, and none to show.
    return bytes && !bytes.includes(0) ? new TextDecoder().decode(bytes) : undefined;
  } catch {
    // Whoever made the diagnostic has told what is wrong with the file; the excerpt is an extra.
    return undefined;
  }
}
