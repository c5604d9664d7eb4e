import type { Change } from '../compare/change.ts';

/** What stood there before and what stands there now, each as one line; undefined for what is not there. */
export interface Statements {
  readonly before: string | undefined;
  readonly after: string | undefined;
}

export function statementsOf({ before, after, path, kind }: Change): Statements {
  const label = path.at(-1) ?? '';
  // What moved is only a name.
  const name = (text: string | undefined) => {
    if (text === undefined) return undefined;
    if (kind === 'moved') return text;
    return text === 'true' || label === text || label.endsWith(` ${text}`) ? label : `${label}: ${text}`;
  };
  return { before: name(before), after: name(after) };
}

/** Changes under what they have in common: the file and the scenario, service or step. */
export function byScenario(changes: readonly Change[]): ReadonlyMap<string, readonly Change[]> {
  return Map.groupBy(changes, ({ path }) => path.slice(0, 2).join(': '));
}
