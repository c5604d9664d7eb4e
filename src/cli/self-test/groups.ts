/**
 * What is tried, in the order in which it is reported: files of scenarios in the package, whose steps call Spanwright on the
 * fixtures beside them.
 */
export const groups = ['framework', 'process', 'container', 'telemetry', 'plugins', 'cli'] as const;

export type Group = (typeof groups)[number];

/** Scenarios that have to come out as failed; they are run whatever group is asked for. */
export const CONTROLS = 'controls';

/** The files of a group, below the folder of the self-test. */
export function filesOf(group: Group | typeof CONTROLS): readonly string[] {
  // What judges is called once for every kind of expectation there is.
  return group === 'framework' ? ['framework.span.toml', 'evaluators.span.toml.njk'] : [`${group}.span.toml`];
}
