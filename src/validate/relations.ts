import type { KeyPath } from '../scenario/index.ts';
import { neededSpans } from './demands.ts';
import type { Link } from './reach.ts';
import { remembered } from './remembered.ts';
import type { Scope } from './scopes.ts';

/** Something inside something else: as a direct child, or in time only. */
export interface Containment extends Link {
  readonly kind: 'child' | 'window';
  readonly at: KeyPath;
}

/** `from` ends before `to` begins, whichever way it was written. */
export interface Order extends Link {
  readonly mode: 'exists' | 'all';
  readonly at: KeyPath;
}

/** Direct edges that some span must have: from `parent`, `must_include` and `parent_child`. */
export const requiredEdges = remembered((scope: Scope): readonly Containment[] => {
  const parents = neededSpans(scope).flatMap(({ span, at }): Containment[] =>
    span.parent === undefined
      ? []
      : [{ from: span.parent, to: span.name, kind: 'child', at: [...at, 'parent'] }],
  );
  const edges = scope.parts.flatMap(({ expect, base }) => [
    ...edgesOf(expect.graph?.must_include, [...base, 'graph', 'must_include']),
    ...(expect.trace ?? []).flatMap(({ parent_child }, index) =>
      edgesOf(parent_child, [...base, 'trace', index, 'parent_child']),
    ),
  ]);
  return [...parents, ...edges];
});

export const forbiddenEdges = remembered((scope: Scope): readonly Containment[] =>
  scope.parts.flatMap(({ expect, base }) =>
    edgesOf(expect.graph?.must_not_cross, [...base, 'graph', 'must_not_cross']),
  ),
);

export function windowsIn(scope: Scope): Containment[] {
  return scope.parts.flatMap(({ expect, base }) =>
    (expect.window ?? []).flatMap(({ outer, contains }, index) =>
      contains.map((to, position): Containment => {
        return { from: outer, to, kind: 'window', at: [...base, 'window', index, 'contains', position] };
      }),
    ),
  );
}

export function ordersIn(scope: Scope): Order[] {
  return scope.parts.flatMap(({ expect, base }) => {
    const { must_precede = [], must_follow = [], mode = 'exists' } = expect.order ?? {};
    const precede = must_precede.map(([from, to], index): Order => {
      return { from, to, mode, at: [...base, 'order', 'must_precede', index] };
    });
    const follow = must_follow.map(([to, from], index): Order => {
      return { from, to, mode, at: [...base, 'order', 'must_follow', index] };
    });
    return [...precede, ...follow];
  });
}

function edgesOf(pairs: readonly (readonly [string, string])[] | undefined, path: KeyPath): Containment[] {
  return (pairs ?? []).map(([from, to], index) => ({ from, to, kind: 'child', at: [...path, index] }));
}
