import type { Report } from '../problems.ts';
import type { LocatedEntry, LocatedTable } from '../toml/index.ts';
import { arrayOf, made, renamed, tableOf, withEntry, without } from './tree.ts';

/** Turns `run` (or `command`), `shell` and `service` of a scenario into its one step. */
export function stepOfScenario(
  scenario: LocatedTable,
  written: readonly LocatedEntry[],
  report: Report,
): LocatedTable {
  const [command, other] = written.filter(({ key }) => key === 'run' || key === 'command');
  const shell = written.find(({ key }) => key === 'shell');
  const existing = scenario.entries.get('steps');
  if (!command) {
    if (shell) reportLoneShell(shell, report);
    return scenario;
  }
  const rival = other ?? existing;
  if (rival) reportRivals(command, rival, report);
  if (existing) return scenario;
  const service = scenario.entries.get('service');
  const step = tableOf(command.keyPlace, [renamed(command, 'command'), shell, service]);
  const steps = made({ key: 'steps', value: arrayOf(command.keyPlace, [step]) });
  return withEntry(without(scenario, 'service'), steps);
}

function reportLoneShell(shell: LocatedEntry, report: Report): void {
  report('SW3015', () => ({
    message: '`shell` of a scenario goes with `run`, and there is none',
    place: shell.keyPlace,
    hint: 'write `shell = true` in the step it is meant for',
  }));
}

function reportRivals(command: LocatedEntry, rival: LocatedEntry, report: Report): void {
  report('SW3015', () => ({
    message: `\`${command.key}\` and \`${rival.key}\` both say what the scenario does`,
    place: rival.keyPlace,
    hint: 'keep one of the two',
    related: [{ message: 'the other one', place: command.keyPlace }],
  }));
}
