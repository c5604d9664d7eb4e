import { cpSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Its scenario file, below the folder. */
export const QUICKSTART = 'quickstart/checkout.span.toml';

/** Puts the bundled example into a folder, with what it needs to run there. */
export function copyQuickstart(folder: string): void {
  const root = resolve(import.meta.dirname, '..');
  cpSync(join(root, 'examples/quickstart'), join(folder, 'quickstart'), { recursive: true });
  cpSync(join(root, 'examples/tracing.mjs'), join(folder, 'tracing.mjs'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
}
