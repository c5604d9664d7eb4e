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
  /** `[vars]` of the file, or `[template.vars]`. */
  readonly file?: ValueMap | undefined;
  /** Of the project file. */
  readonly project?: ValueMap | undefined;
  /** Whether the PRD's variables are there: in clnrm files. */
  readonly prd: boolean;
}

/**
 * The variables of a template by precedence: command line, environment, the file's own, the project's, defaults
 * (DESIGN section 3). Environment variables reach a template by the names of {@link prdVariables} only.
 */
export function resolveVariables(sources: VariableSources): Map<string, Value> {
  const { command, env, file, project, prd } = sources;
  const variables = new Map<string, Value>();
  if (prd) for (const { name, fallback } of prdVariables) variables.set(name, fallback);
  for (const map of [project, file]) for (const [name, value] of map ?? []) variables.set(name, value);
  for (const each of prd ? prdVariables : []) {
    const value = env?.(each.env);
    if (value !== undefined) variables.set(each.name, value);
  }
  for (const [name, value] of command ?? []) variables.set(name, value);
  return variables;
}

/**
 * What a template sees: each variable under its own name and in `vars`, and the namespaces `matrix` and `otel`. A
 * namespace hides a variable of its name, as in clnrm 1.0.
 */
export function contextOf(
  variables: ValueMap,
  namespaces: { readonly matrix?: ValueMap | undefined; readonly otel?: ValueMap | undefined } = {},
): ValueMap {
  const context = new Map<string, Value>(variables);
  context.set('vars', variables);
  context.set('matrix', namespaces.matrix ?? new Map());
  context.set('otel', namespaces.otel ?? new Map());
  return context;
}

/** Variables given as plain data, such as those of a parsed TOML file or JSON. */
export function variablesFrom(input: object): ValueMap {
  const value = toValue(input);
  return value instanceof Map ? value : new Map();
}
