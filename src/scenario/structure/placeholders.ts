import type { KeyPath } from '../path.ts';
import { type PlaceholderPart, placeholderParts } from '../placeholder.ts';
import { expectations } from '../schema/expect.ts';
import { scenario as scenarioSchema } from '../schema/file.ts';
import { service as serviceSchema } from '../schema/service.ts';
import { type Command, step as stepSchema } from '../schema/step.ts';
import { type ModelText, textsWith } from '../schema/texts.ts';
import { placeWithin, type WholeFile, writtenKeys } from './context.ts';
import {
  type Fault,
  isKnownRoot,
  placeholderFault,
  placeholderNamed,
  type Scope,
} from './placeholder-fault.ts';
import { portNames } from './port-names.ts';
import { startedServices } from './started.ts';

/** Most files have none, and looking through every text would cost as much as the rest of the check. */
const MAY_HAVE_PLACEHOLDERS = /\$\{|\\[uUx]/;

/** Every run-time placeholder stands where one is replaced, and will have something to stand for. */
export function checkPlaceholders(file: WholeFile): void {
  if (!MAY_HAVE_PLACEHOLDERS.test(file.source)) return;
  const services = writtenKeys(file, ['service']);
  const ports = new Map([...services].map((id) => [id, portNames(file, id)]));
  const scope: Scope = { services, ports, started: services, captures: undefined };
  for (const [id, service] of Object.entries(file.model.service ?? {})) {
    const path = ['service', id];
    checkTexts(file, textsWith('${', serviceSchema, { value: service, path }), {
      ...scope,
      shell: shellPath(service, path),
    });
  }
  const startedBy = startedServices(file.model, services);
  for (const [index, { steps, ...scenario }] of file.model.scenario.entries()) {
    const path = ['scenario', index];
    const own = { ...scope, started: startedBy(scenario) };
    checkTexts(file, textsWith('${', scenarioSchema, { value: scenario, path }), own);
    const captures = new Set<string>();
    for (const [position, step] of steps.entries()) {
      const at = [...path, 'steps', position];
      checkTexts(file, textsWith('${', stepSchema, { value: step, path: at }), {
        ...own,
        captures,
        shell: shellPath(step, at),
      });
      for (const name of Object.keys(step.capture ?? {})) captures.add(name);
    }
  }
  checkTexts(file, textsWith('${', expectations, { value: file.model.expect, path: ['expect'] }), scope);
}

/** Where `shell` is the path of a command that a shell reads, `${HOME}` is the shell's. */
function checkTexts(
  file: WholeFile,
  texts: readonly ModelText[],
  scope: Scope & { readonly shell?: KeyPath | undefined },
): void {
  for (const text of texts) {
    const mayBeForeign = isData(text.path) || isBelow(text.path, scope.shell);
    for (const part of placeholderParts(text.text)) {
      const fault = text.runtime ? faultOf(part, { ...scope, mayBeForeign }) : misplaced(part);
      if (!fault || part.kind === 'text' || isLeftAlone(file, part, fault)) continue;
      file.report(fault.code, () => {
        const stretch = { offset: part.offset, length: part.text.length };
        return { ...fault.build(), place: placeWithin(file, text.path, stretch) };
      });
    }
  }
}

function faultOf(
  part: PlaceholderPart,
  scope: Scope & { readonly mayBeForeign: boolean },
): Fault | undefined {
  if (part.kind === 'text') return undefined;
  if (part.kind === 'placeholder') return placeholderFault(part, scope);
  return scope.mayBeForeign ? undefined : { code: 'SW4005', build: () => foreign(part.text, scope) };
}

function misplaced(part: PlaceholderPart): Fault | undefined {
  if (part.kind !== 'placeholder' || !isKnownRoot(part.root)) return undefined;
  return {
    code: 'SW4007',
    build: () => ({
      message: `\`${part.text}\` is not replaced here`,
      hint: 'placeholders are replaced in commands, environment, input and expected output only',
    }),
  };
}

/** clnrm replaces nothing at run time, so only what is surely Spanwright's, and stands where it counts, is at fault. */
function isLeftAlone({ dialect }: WholeFile, part: PlaceholderPart, { code }: Fault): boolean {
  if (dialect === 'native') return false;
  return part.kind !== 'placeholder' || !isKnownRoot(part.root) || code === 'SW4007';
}

function isBelow(path: KeyPath, above: KeyPath | undefined): boolean {
  return above?.every((part, index) => path[index] === part) ?? false;
}

/** Input and output of a command may hold anything. */
function isData(path: KeyPath): boolean {
  return path.includes('stdin') || path.includes('expect');
}

function foreign(text: string, scope: Scope) {
  const name = /^\$\{([A-Za-z_]\w*)\}$/.exec(text)?.[1] ?? '';
  const message = `\`${text}\` is not a placeholder, and no shell reads this text`;
  const named = placeholderNamed(name, scope);
  if (named !== undefined) return { message, hint: `did you mean \`${named}\`?` };
  const withDefault = /^\$\{(env\.\w+)[:=?]+(?!-)(.*)\}$/.exec(text);
  if (withDefault)
    return { message, hint: `write \`\${${withDefault[1]}:-${withDefault[2]}}\` for a default` };
  // Set for the step alone, when it starts: nothing could stand there before.
  if (/^(TRACEPARENT$|TRACESTATE$|OTEL_|SPANWRIGHT_)/.test(name))
    return { message, hint: `set \`shell = true\`: only the step itself has the variable` };
  return {
    message,
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
