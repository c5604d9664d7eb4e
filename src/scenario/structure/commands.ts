import type { KeyPath } from '../path.ts';
import { scenario as scenarioSchema } from '../schema/file.ts';
import { type Command, step as stepSchema } from '../schema/step.ts';
import { splitCommand } from '../split.ts';
import { isMeant, nodeAt, placeOf, placeWithin, type WholeFile } from './context.ts';

/** Every scenario has steps, every step has a command, and each command line can be split into words. */
export function checkCommands(file: WholeFile): void {
  for (const [index, scenario] of file.model.scenario.entries()) {
    const path = ['scenario', index];
    if (scenario.steps.length === 0) reportNoSteps(file, path);
    for (const [position, step] of scenario.steps.entries())
      checkStep(file, step, [...path, 'steps', position]);
  }
  for (const [id, service] of Object.entries(file.model.service ?? {})) {
    checkLine(file, service, ['service', id, 'command']);
    checkLine(file, { command: service.ready?.command }, ['service', id, 'ready', 'command']);
  }
}

interface Commanded {
  readonly command?: Command | undefined;
  readonly shell?: boolean | undefined;
}

function reportNoSteps(file: WholeFile, path: KeyPath): void {
  const steps = nodeAt(file, [...path, 'steps']);
  // What is at fault was reported already.
  const faulty = steps && (steps.kind !== 'array' || steps.items.length > 0);
  const mistyped = ['steps', 'run'].some((key) => isMeant(file, path, { schema: scenarioSchema, key }));
  if (faulty || (!steps && mistyped)) return;
  file.report('SW5002', () => ({
    message: 'the scenario has no steps',
    place: placeOf(file, path),
    hint: 'add `run = "…"`, or a step under `[[scenario.steps]]`',
  }));
}

function checkStep(file: WholeFile, step: Commanded, path: KeyPath): void {
  if (!isMeant(file, path, { schema: stepSchema, key: 'command' })) {
    file.report('SW5001', () => ({
      message: 'the step has no command',
      place: placeOf(file, path),
      hint: 'add `command = ["program", "argument"]` or `run = "program argument"`',
    }));
  }
  checkLine(file, step, [...path, 'command']);
}

function checkLine(file: WholeFile, { command, shell = false }: Commanded, path: KeyPath): void {
  if (typeof command !== 'string' || shell) return;
  const split = splitCommand(command);
  if (!('error' in split)) return;
  file.report('SW3016', () => ({
    message: `the command cannot be split into words: ${split.error}`,
    place: placeWithin(file, path, { offset: split.offset, length: 1 }),
    hint: 'close the quote, write the words as an array, or set `shell = true`',
  }));
}
