import { REPORTED } from './fault.ts';
import { toValue, type Value, type ValueMap } from './value/value.ts';

/** A variable that every template of clnrm 1.0 has (reference, c.1). */
export interface PrdVariable {
  readonly name: string;
  /** Environment variable that sets it, where the project allows its name. */
  readonly env: string;
  readonly fallback: string;
}

/** The variables that clnrm's PRD gives each template; the environment sets them, and anything else overrides them. */
export const prdVariables: readonly PrdVariable[] = [
  { name: 'svc', env: 'SERVICE_NAME', fallback: 'clnrm' },
  { name: 'env', env: 'ENV', fallback: 'ci' },
  { name: 'endpoint', env: 'OTEL_ENDPOINT', fallback: 'http://localhost:4318' },
  { name: 'exporter', env: 'OTEL_TRACES_EXPORTER', fallback: 'otlp' },
  { name: 'image', env: 'CLNRM_IMAGE', fallback: 'registry/clnrm:1.0.0' },
  { name: 'freeze_clock', env: 'FREEZE_CLOCK', fallback: '2025-01-01T00:00:00Z' },
  { name: 'token', env: 'OTEL_TOKEN', fallback: '' },
];

/** Where variables come from. */
export interface VariableSources {
  /** `--var k=v`: strongest. */
  readonly command?: ReadonlyMap<string, string> | undefined;
  /** A variable of the environment; undefined for one that is not set or not allowed. */
  readonly env?: ((name: string) => string | undefined) | undefined;
  /** Names of the environment that are variables of the same name wherever they are set. */
  readonly envNames?: readonly string[] | undefined;
  /** `[vars]` of the file, or `[template.vars]`. */
  readonly file?: ValueMap | undefined;
  /** Of the project file. */
  readonly project?: ValueMap | undefined;
  /** Whether the PRD's variables are there: in clnrm files. */
  readonly prd: boolean;
}

/**
 * The variables of a template by precedence: command line, environment, the file's own, the project's, defaults
 * (DESIGN section 3). Environment variables reach a template by the names of {@link prdVariables} and by those of
 * `envNames`. A text from the command line or the environment in place of a number or a boolean becomes one, where it
 * reads as one; so `--var debug=false` is false in a condition.
 */
export function resolveVariables(sources: VariableSources): Map<string, Value> {
  const { file, project, prd } = sources;
  const variables = new Map<string, Value>();
  if (prd) for (const { name, fallback } of prdVariables) variables.set(name, fallback);
  for (const map of [project, file]) for (const [name, value] of map ?? []) variables.set(name, value);
  for (const [name, text] of givenVariables(sources)) {
    variables.set(name, likeBefore(text, variables.get(name)));
  }
  return variables;
}

/** What the command line and the environment say: no value of a file counts against it. */
export function givenVariables({ command, env, envNames = [], prd }: VariableSources): Map<string, string> {
  const given = new Map<string, string>();
  const byName = envNames.map((name) => ({ name, env: name }));
  for (const each of prd ? [...prdVariables, ...byName] : byName) {
    const value = env?.(each.env);
    if (value !== undefined) given.set(each.name, value);
  }
  for (const [name, value] of command ?? []) given.set(name, value);
  return given;
}

function likeBefore(text: string, before: Value | undefined): Value {
  if (typeof before === 'boolean' && /^(true|false)$/.test(text)) return text === 'true';
  if (typeof before === 'bigint' && /^[+-]?\d{1,18}$/.test(text)) return BigInt(text.replace('+', ''));
  const isNumber = typeof before === 'bigint' || typeof before === 'number';
  return isNumber && /^[+-]?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : text;
}

export interface Namespaces {
  readonly matrix?: ValueMap | undefined;
  readonly otel?: ValueMap | undefined;
}

/** Wants to know what a template looks at. */
export interface VariableWatch {
  /** Called with the name of what is looked up, whether it is there or not; without one when all are looked at. */
  readonly asked: (namespace: 'vars' | 'matrix', name: string | undefined) => void;
  /** Names without a value for a reason that the caller reports; looking one up says nothing of its own. */
  readonly withheld: { readonly vars: ReadonlySet<string>; readonly matrix: ReadonlySet<string> };
}

/**
 * What a template sees: each variable under its own name and in `vars`, and the namespaces `matrix` and `otel`. A
 * namespace hides a variable of its name, as in clnrm 1.0.
 */
export function contextOf(
  variables: ValueMap,
  namespaces: Namespaces = {},
  watch?: VariableWatch | undefined,
): ValueMap {
  const { matrix = new Map(), otel = new Map() } = namespaces;
  const context = new Map<string, Value>(variables);
  context.set('vars', watch ? new WatchedMap(variables, watch, 'vars') : variables);
  context.set('matrix', watch ? new WatchedMap(matrix, watch, 'matrix') : matrix);
  context.set('otel', otel);
  return watch ? new WatchedMap(context, watch, 'vars') : context;
}

/** Says what is looked up in it. `keys` and `has` say nothing: they serve to find a name that was perhaps meant. */
class WatchedMap extends Map<string, Value> {
  // Undefined while the constructor of Map fills it.
  private readonly watch: VariableWatch | undefined;
  private readonly namespace: 'vars' | 'matrix';

  constructor(entries: ValueMap, watch: VariableWatch, namespace: 'vars' | 'matrix') {
    super(entries);
    this.watch = watch;
    this.namespace = namespace;
  }

  override get(name: string): Value | undefined {
    const value = super.get(name);
    // A namespace is no variable.
    if (value instanceof WatchedMap) return value;
    this.watch?.asked(this.namespace, name);
    if (this.watch?.withheld[this.namespace].has(name)) throw REPORTED;
    return value;
  }

  override entries(): MapIterator<[string, Value]> {
    this.watch?.asked(this.namespace, undefined);
    return super.entries();
  }

  override values(): MapIterator<Value> {
    this.watch?.asked(this.namespace, undefined);
    return super.values();
  }

  override forEach(call: (value: Value, key: string, map: Map<string, Value>) => void): void {
    for (const [key, value] of this.entries()) call(value, key, this);
  }

  override [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.entries();
  }
}

/** Variables given as plain data, such as those of a parsed TOML file or JSON. */
export function variablesFrom(input: object): ValueMap {
  const value = toValue(input);
  return value instanceof Map ? value : new Map();
}
