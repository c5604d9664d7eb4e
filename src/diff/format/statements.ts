import type { Change } from '../compare/change.ts';

/** What stood there before and what stands there now, each as one line; undefined for what is not there. */
export interface Statements {
  readonly before: string | undefined;
  readonly after: string | undefined;
}

export function statementsOf({ before, after, subject, kind }: Change): Statements {
  const statement = (text: string | undefined) => {
    // What moved is only a name.
    if (text === undefined || kind === 'moved') return text;
    return text === 'true' || subject === text || subject.endsWith(` ${text}`)
      ? subject
      : `${subject}: ${text}`;
  };
  return { before: statement(before), after: statement(after) };
}

/** Changes under what they have in common: the file and the scenario, service or step. */
export function byScenario(changes: readonly Change[]): ReadonlyMap<string, readonly Change[]> {
  return Map.groupBy(changes, ({ path }) => path.slice(0, 2).join(': '));
}
