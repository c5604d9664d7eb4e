import { type Code, nearest } from '../../diagnostic/index.ts';
import { type Placeholder, placeholderForms } from '../placeholder.ts';
import { suggestion } from './suggestion.ts';

/** What the placeholders of a text can stand for. */
export interface Scope {
  readonly services: ReadonlySet<string>;
  /** Port names of each service. */
  /** Undefined for a service whose ports are not known yet. */
  readonly ports: ReadonlyMap<string, ReadonlySet<string> | undefined>;
  /** The services the scenario starts. */
  readonly started: ReadonlySet<string>;
  /** What earlier steps of the scenario capture; undefined outside steps. */
  readonly captures: ReadonlySet<string> | undefined;
}

export interface Fault {
  readonly code: Code;
  readonly build: () => {
    readonly message: string;
    readonly expected?: string;
    readonly hint?: string | undefined;
  };
}

const forms = placeholderForms.map(({ form }) => form);
const rootOf = (form: string) => form.slice(0, form.indexOf('.'));

export function isKnownRoot(root: string): boolean {
  return forms.some((form) => rootOf(form) === root);
}

/** Why a placeholder would have no value; undefined when it will have one. Whether a variable is set, only a run shows. */
export function placeholderFault(placeholder: Placeholder, scope: Scope): Fault | undefined {
  if (!forms.some((form) => hasForm(placeholder, form))) return unknown(placeholder, scope);
  if (placeholder.root === 'service') return serviceFault(placeholder, scope);
  return placeholder.root === 'capture' ? captureFault(placeholder, scope) : undefined;
}

function hasForm({ root, path }: Placeholder, form: string): boolean {
  const wanted = form.split('.');
  const given = [root, ...path];
  return (
    given.length === wanted.length && wanted.every((part, index) => isAnyName(part) || part === given[index])
  );
}

function isAnyName(part: string): boolean {
  return /^[A-Z]+$/.test(part);
}

function unknown(placeholder: Placeholder, scope: Scope): Fault {
  const { text, root, path } = placeholder;
  const sameRoot = forms.filter((form) => rootOf(form) === root);
  return {
    code: 'SW4005',
    build: () => ({
      message: `there is no placeholder \`${text}\``,
      expected: (sameRoot.length > 0 ? sameRoot : forms).join(', '),
      hint: nearMiss([root, ...path].join('.'), scope) ?? 'write `$${` for a plain `${`',
    }),
  };
}

/** Names that are known elsewhere for what has another one here. */
const slips: ReadonlyMap<string, string> = new Map([
  ['environment', 'env'],
  ['environ', 'env'],
  ['scenario.name', 'scenario.id'],
]);

/** What the author meant: a beginning or an end of a placeholder that has a value here, else the nearest one. */
function nearMiss(name: string, scope: Scope): string | undefined {
  const known = knownNames(scope);
  const [root = '', ...path] = name.split('.');
  const otherRoot = slips.get(root);
  const near =
    slips.get(name) ??
    (otherRoot && path.length > 0 ? [otherRoot, ...path].join('.') : undefined) ??
    known.find((each) => each.startsWith(`${name}.`)) ??
    known.find((each) => each.endsWith(`.${name}`)) ??
    nearest(name, known);
  return near && `did you mean \`\${${near}}\`?`;
}

/** The placeholders that have a value, in full; a variable of the environment stands for all. */
function knownNames({ services, ports, captures }: Scope): string[] {
  const ofServices = [...services].flatMap((id) => [
    ...[...(ports.get(id) ?? [])].map((port) => `service.${id}.port.${port}`),
    `service.${id}.host`,
  ]);
  const ofCaptures = [...(captures ?? [])].map((capture) => `capture.${capture}`);
  return [...ofServices, ...ofCaptures, ...forms.filter((form) => !/^service|^capture/.test(form))];
}

/** The placeholder for a name that stands between the braces alone; undefined when there is none. */
export function placeholderNamed(name: string, scope: Scope): string | undefined {
  if (scope.captures?.has(name)) return `\${capture.${name}}`;
  // `runid` and `RUN_ID` for `run.id`; a variable of the environment is rarely named so.
  const letters = (text: string) => text.toLowerCase().replace(/[^a-z]/g, '');
  const meant = knownNames(scope).find((known) => letters(known) === letters(name));
  return meant && `\${${meant}}`;
}

function serviceFault(
  { path: [id = '', , port] }: Placeholder,
  { services, ports, started }: Scope,
): Fault | undefined {
  if (!services.has(id)) {
    return {
      code: 'SW4006',
      build: () => ({ message: `there is no service "${id}"`, hint: suggestion(id, services) }),
    };
  }
  if (!started.has(id)) {
    const hint = `add "${id}" to \`services\` of the scenario`;
    return {
      code: 'SW4006',
      build: () => ({ message: `the scenario does not start the service "${id}"`, hint }),
    };
  }
  const known = ports.get(id);
  if (port === undefined || !known || known.has(port)) return undefined;
  return {
    code: 'SW4006',
    build: () => ({
      message: `the service "${id}" has no port "${port}"`,
      hint: suggestion(port, known) ?? `add \`ports = { ${port} = "auto" }\` to it`,
    }),
  };
}

function captureFault({ path: [name = ''] }: Placeholder, { captures }: Scope): Fault | undefined {
  if (captures?.has(name)) return undefined;
  return {
    code: 'SW4006',
    build: () => ({
      message: captures
        ? `no earlier step captures "${name}"`
        : 'captured values are known only in later steps',
      hint: captures && suggestion(name, captures),
    }),
  };
}
