import { type Code, nearest } from '../../diagnostic/index.ts';
import { type Placeholder, placeholderForms } from '../placeholder.ts';
import { suggestion } from './suggestion.ts';

/** What the placeholders of a text can stand for. */
export interface Scope {
  readonly services: ReadonlySet<string>;
  /** Port names of each service. */
  readonly ports: ReadonlyMap<string, ReadonlySet<string>>;
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
  const sameRoot = forms.filter((form) => rootOf(form) === placeholder.root);
  if (!sameRoot.some((form) => hasForm(placeholder, form))) {
    return unknown(placeholder, sameRoot.length > 0 ? sameRoot : forms);
  }
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

function unknown({ text, root, path }: Placeholder, known: readonly string[]): Fault {
  return {
    code: 'SW4005',
    build: () => ({
      message: `there is no placeholder \`${text}\``,
      expected: known.join(', '),
      hint: nearMiss([root, ...path].join('.'), known) ?? 'write `$${` for a plain `${`',
    }),
  };
}

function nearMiss(name: string, known: readonly string[]): string | undefined {
  const near = nearest(name, known);
  return near && `did you mean \`\${${near}}\`?`;
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
  const known = ports.get(id) ?? new Set();
  if (port === undefined || known.has(port)) return undefined;
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
