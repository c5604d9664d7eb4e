import type { KeyPath } from '../../scenario/index.ts';

/** What can be named in one place of a file and referred to in another. */
export type NameKind = 'service' | 'scenario' | 'span' | 'port' | 'capture';

export interface Role {
  readonly kind: NameKind;
  /** Declarations say what the thing is; references lead to one. */
  readonly role: 'declaration' | 'reference';
}

/** Below any table of expectations: `*` is any key, `#` any position. */
const inExpectations: Readonly<Record<string, Role>> = {
  'span.#.name': { kind: 'span', role: 'declaration' },
  'span.#.parent': { kind: 'span', role: 'reference' },
  'span.#.when.span': { kind: 'span', role: 'reference' },
  'span.#.links.any.#': { kind: 'span', role: 'reference' },
  'span.#.links.all.#': { kind: 'span', role: 'reference' },
  'graph.must_include.#.#': { kind: 'span', role: 'reference' },
  'graph.must_not_cross.#.#': { kind: 'span', role: 'reference' },
  'window.#.outer': { kind: 'span', role: 'reference' },
  'window.#.contains.#': { kind: 'span', role: 'reference' },
  'order.must_precede.#.#': { kind: 'span', role: 'reference' },
  'order.must_follow.#.#': { kind: 'span', role: 'reference' },
  'trace.#.span_names.#': { kind: 'span', role: 'reference' },
  'trace.#.parent_child.#.#': { kind: 'span', role: 'reference' },
};

/** Texts that name something, by where they stand. Held against the schema by a test. */
export const valueRoles: Readonly<Record<string, Role>> = {
  'service.*.depends_on.#': { kind: 'service', role: 'reference' },
  'service.*.ready.tcp': { kind: 'port', role: 'reference' },
  'service.*.ready.span': { kind: 'span', role: 'reference' },
  'service.*.wait_for_span': { kind: 'span', role: 'reference' },
  'scenario.#.name': { kind: 'scenario', role: 'declaration' },
  'scenario.#.depends_on.#': { kind: 'scenario', role: 'reference' },
  'scenario.#.services.#': { kind: 'service', role: 'reference' },
  'scenario.#.service': { kind: 'service', role: 'reference' },
  'scenario.#.steps.#.service': { kind: 'service', role: 'reference' },
  ...under('expect', inExpectations),
  ...under('scenario.#.expect', inExpectations),
};

/** Keys that name something, by the path that ends in them. */
export const keyRoles: Readonly<Record<string, Role>> = {
  'service.*': { kind: 'service', role: 'declaration' },
  'service.*.ports.*': { kind: 'port', role: 'declaration' },
  'scenario.#.steps.#.capture.*': { kind: 'capture', role: 'declaration' },
  'expect.counts.by_name.*': { kind: 'span', role: 'reference' },
  'expect.status.by_name.*': { kind: 'span', role: 'reference' },
  'scenario.#.expect.counts.by_name.*': { kind: 'span', role: 'reference' },
  'scenario.#.expect.status.by_name.*': { kind: 'span', role: 'reference' },
};

function under(prefix: string, roles: Readonly<Record<string, Role>>): Record<string, Role> {
  return Object.fromEntries(Object.entries(roles).map(([path, role]) => [`${prefix}.${path}`, role]));
}

/** The role of the text or, with `keyRoles`, of the key at a path; undefined for one that names nothing. */
export function roleAt(roles: Readonly<Record<string, Role>>, path: KeyPath): Role | undefined {
  const shape = shapes.get(roles) ?? compiled(roles);
  return shape(path);
}

/** Patterns by their length, since a path fits only those of its own. */
type Matcher = (path: KeyPath) => Role | undefined;
const shapes = new WeakMap<object, Matcher>();

function compiled(roles: Readonly<Record<string, Role>>): Matcher {
  const byLength = new Map<number, { readonly steps: readonly string[]; readonly role: Role }[]>();
  for (const [pattern, role] of Object.entries(roles)) {
    const steps = pattern.split('.');
    byLength.set(steps.length, [...(byLength.get(steps.length) ?? []), { steps, role }]);
  }
  const matcher: Matcher = (path) =>
    byLength.get(path.length)?.find(({ steps }) => steps.every((step, index) => fits(step, path[index])))
      ?.role;
  shapes.set(roles, matcher);
  return matcher;
}

function fits(pattern: string, step: string | number | undefined): boolean {
  if (typeof step === 'number') return pattern === '#';
  return pattern === '*' || pattern === step;
}
