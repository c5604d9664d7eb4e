import type { Command } from '../scenario/index.ts';
import { splitCommand } from '../scenario/index.ts';
import type { PlannedCommand } from './plan.ts';

interface CommandFields {
  readonly command?: Command | undefined;
  readonly shell?: boolean | undefined;
  readonly args?: readonly string[] | undefined;
}

/** The words to execute. Placeholders are filled in word by word later, so a value with spaces stays one word. */
export function plannedCommand(fields: CommandFields): PlannedCommand | undefined {
  const argv = words(fields.command, fields.shell ?? false);
  return argv && { argv: [...argv, ...(fields.args ?? [])] };
}

function words(command: Command | undefined, shell: boolean): readonly string[] | undefined {
  if (command === undefined) return undefined;
  if (typeof command !== 'string') return shell ? ['sh', '-c', command.join(' ')] : command;
  if (shell) return ['sh', '-c', command];
  const split = splitCommand(command);
  if ('error' in split) throw new Error(`a checked scenario holds a command that does not split: ${command}`);
  return split.argv;
}
