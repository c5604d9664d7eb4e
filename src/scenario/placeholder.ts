/**
 * Run-time placeholders: `${service.api.port.http}`, `${capture.id}`, `${env.TOKEN:-none}`. A placeholder is a dotted
 * path, with a default after `:-` where it may have no value. `$${` stands for a plain `${`. Every other `${...}`, such
 * as `${HOME}` or `${#list}`, belongs to a shell and stays as it is.
 */
export type PlaceholderPart =
  | { readonly kind: 'text'; readonly text: string }
  | Placeholder
  /** `${...}` around something else than a dotted path, or a `${` that is not closed. */
  | { readonly kind: 'foreign'; readonly text: string; readonly offset: number };

export interface Placeholder {
  readonly kind: 'placeholder';
  /** With `${` and `}`. */
  readonly text: string;
  /** Of the `$`, in UTF-16 units. */
  readonly offset: number;
  /** What is between the braces, the default included. */
  readonly name: string;
  /** `service`, `otlp`, `scenario`, `run`, `project`, `capture`, `env`, or something unknown. */
  readonly root: string;
  /** What follows the root. */
  readonly path: readonly string[];
  readonly fallback: string | undefined;
}

/** The placeholders there are; a word in capitals stands for any name. */
export const placeholderForms = [
  { form: 'service.ID.port.NAME', doc: 'Number of a port of a service.' },
  { form: 'service.ID.host', doc: 'Host at which the ports of a service are reached.' },
  { form: 'otlp.endpoint', doc: "Base URL of the scenario's own OTLP/HTTP receiver." },
  { form: 'otlp.http.endpoint', doc: 'The same.' },
  { form: 'otlp.grpc.endpoint', doc: "Address of the scenario's own OTLP/gRPC receiver." },
  { form: 'scenario.dir', doc: 'Private work directory of the scenario.' },
  { form: 'scenario.id', doc: 'Id of the scenario.' },
  { form: 'run.id', doc: 'Id of the run.' },
  { form: 'project.dir', doc: 'Folder of the project.' },
  { form: 'capture.NAME', doc: 'What an earlier step of the scenario captured.' },
  { form: 'env.NAME', doc: 'A variable of the environment that Spanwright runs in.' },
] as const;

const TOKEN = /\$\$\{|\$\{[^{}]*\}|\$\{/g;
const NAME = /^([A-Za-z_][\w-]*)((?:\.[\w-]+)+)(?::-(.*))?$/s;

/** The parts of a text, in order; joined, their texts give the text with `$${` turned into `${`. */
export function parsePlaceholders(text: string): readonly PlaceholderPart[] {
  return [...placeholderParts(text)];
}

/** The same one by one: a hostile text has more of them than memory should hold at once. */
export function* placeholderParts(text: string): Generator<PlaceholderPart> {
  let end = 0;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (index > end) yield { kind: 'text', text: text.slice(end, index) };
    yield token === '$${' ? { kind: 'text', text: '${' } : tokenPart(token, index);
    end = index + token.length;
  }
  if (end < text.length) yield { kind: 'text', text: text.slice(end) };
}

function tokenPart(text: string, offset: number): PlaceholderPart {
  const name = text.slice(2, -1);
  const match = NAME.exec(name);
  if (!match) return { kind: 'foreign', text, offset };
  const [, root = '', path = '', fallback] = match;
  return { kind: 'placeholder', text, offset, name, root, path: path.slice(1).split('.'), fallback };
}

/**
 * The text with each placeholder replaced by what `resolve` gives for what is between its braces. Where it gives
 * undefined the placeholder stays as it is written. What is put in is not searched again.
 */
export function substitute(text: string, resolve: (name: string) => string | undefined): string {
  if (!text.includes('${')) return text;
  return parsePlaceholders(text)
    .map((part) => (part.kind === 'placeholder' ? (resolve(part.name) ?? part.text) : part.text))
    .join('');
}
