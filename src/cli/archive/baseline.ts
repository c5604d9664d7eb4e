import { join, relative, resolve } from 'node:path';
import { sha256 } from '../../digest/index.ts';
import type { ScenarioRef } from '../../event/index.ts';
import type { CommandContext } from '../context.ts';

/**
 * Where the baseline of a scenario lies: `.spanwright/baselines/FILE/NAME.json`, both as they are in the project, so that it
 * is the same wherever the command is given. What a file name cannot hold is replaced, and a digest keeps such names apart.
 */
export function baselinePath(
  { file, name }: Pick<ScenarioRef, 'file' | 'name'>,
  { host, project }: Pick<CommandContext, 'host' | 'project'>,
): string {
  const root = project?.dir ?? host.cwd;
  const inside = relative(root, resolve(host.cwd, file)).split(/[/\\]/).map(safe);
  return join(root, '.spanwright', 'baselines', ...inside, `${safe(name)}.json`);
}

/** File systems take 255 bytes. */
const MAX_NAME = 100;

function safe(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, MAX_NAME);
  const isPlain =
    plain === name.replaceAll(' ', '-') && !/^\.*$/.test(plain) && plain === plain.toLowerCase();
  // Names that differ in what was replaced, or in case only, must not share a file.
  return isPlain ? plain : `${plain.replace(/^\.+/, '')}-${sha256(name).slice(0, 8)}`;
}
