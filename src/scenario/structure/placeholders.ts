import type { KeyPath } from '../path.ts';
import { type PlaceholderPart, parsePlaceholders } from '../placeholder.ts';
import { expectations } from '../schema/expect.ts';
import { scenario as scenarioSchema } from '../schema/file.ts';
import { service as serviceSchema } from '../schema/service.ts';
import { type Command, step as stepSchema } from '../schema/step.ts';
import { type ModelText, textsIn } from '../schema/texts.ts';
import { placeWithin, type WholeFile, writtenKeys } from './context.ts';
import { isKnownRoot, placeholderFault, type Scope } from './placeholder-fault.ts';
import { startedServices } from './started.ts';

/** Every run-time placeholder stands where one is replaced, and will have something to stand for. */
export function checkPlaceholders(file: WholeFile): void {
  const services = writtenKeys(file, ['service']);
  const ports = new Map([...services].map((id) => [id, writtenKeys(file, ['service', id, 'ports'])]));
  const scope: Scope = { services, ports, started: services, captures: undefined };
  for (const [id, service] of Object.entries(file.model.service ?? {})) {
    const path = ['service', id];
    checkTexts(file, textsIn(serviceSchema, service, path), scope, shellPath(service, path));
  }
  const startedBy = startedServices(file.model, services);
  for (const [index, { steps, ...scenario }] of file.model.scenario.entries()) {
    const path = ['scenario', index];
    const own = { ...scope, started: startedBy(scenario) };
    checkTexts(file, textsIn(scenarioSchema, scenario, path), own);
    const captures = new Set<string>();
    for (const [position, step] of steps.entries()) {
      const at = [...path, 'steps', position];
      checkTexts(file, textsIn(stepSchema, step, at), { ...own, captures }, shellPath(step, at));
      for (const name of Object.keys(step.capture ?? {})) captures.add(name);
    }
  }
  checkTexts(file, textsIn(expectations, file.model.expect, ['expect']), scope);
}

/** `shell` is the path of a command that a shell reads, where `${HOME}` is the shell's. */
function checkTexts(file: WholeFile, texts: Iterable<ModelText>, scope: Scope, shell?: KeyPath): void {
  for (const each of texts) {
    if (!each.text.includes('${')) continue;
    const shellReads = shell?.every((part, index) => each.path[index] === part) ?? false;
    for (const part of parsePlaceholders(each.text)) checkPart(file, part, each, scope, shellReads);
  }
}

function checkPart(
  file: WholeFile,
  part: PlaceholderPart,
  { path, runtime }: ModelText,
  scope: Scope,
  shellReads: boolean,
): void {
  if (part.kind === 'text') return;
  const placed = () => placeWithin(file, path, { offset: part.offset, length: part.text.length });
  const ours = part.kind === 'placeholder' && isKnownRoot(part.root);
  // clnrm replaces nothing at run time: what is not Spanwright's is meant as it stands.
  if (!ours && file.dialect === 'clnrm') return;
  if (!runtime) {
    if (!ours || file.dialect === 'clnrm') return;
    file.report('SW4007', () => ({
      message: `\`${part.text}\` is not replaced here`,
      place: placed(),
      hint: 'placeholders are replaced in commands, environment, input and expected output only',
    }));
  } else if (part.kind === 'placeholder') {
    const fault = placeholderFault(part, scope);
    if (fault) file.report(fault.code, () => ({ ...fault.build(), place: placed() }));
  } else if (!shellReads && !isData(path)) {
    file.report('SW4005', () => ({ ...foreignFault(part.text), place: placed() }));
  }
}

/** Input and output of a command may hold anything. */
function isData(path: KeyPath): boolean {
  return path.includes('stdin') || path.includes('expect');
}

function foreignFault(text: string) {
  const name = /^\$\{([A-Za-z_]\w*)\}$/.exec(text)?.[1];
  return {
    message: `\`${text}\` is not a placeholder, and no shell reads this text`,
    hint: name
      ? `write \`\${env.${name}}\` for the variable, set \`shell = true\`, or write \`$${text}\` for the text itself`
      : 'write `$${` for a plain `${`',
  };
}

interface Commanded {
  readonly command?: Command | undefined;
  readonly shell?: boolean | undefined;
}

const SHELL = /(^|\/)(sh|bash|dash|ash|zsh|ksh)$/;

function shellPath({ command, shell }: Commanded, path: KeyPath): KeyPath | undefined {
  const [program, option] = typeof command === 'string' ? command.split(/[ \t]+/, 2) : (command ?? []);
  const isShell = SHELL.test(program ?? '') && /^-\w*c$/.test(option ?? '');
  return shell || isShell ? [...path, 'command'] : undefined;
}
