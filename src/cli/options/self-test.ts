import { choice } from '../../scenario/index.ts';
import { groups } from '../self-test/groups.ts';
import type { CommandEntry } from './command.ts';
import { engineTimeout } from './containers.ts';
import { list, type OptionEntry } from './entry.ts';
import { run } from './run.ts';

/** An option of a run that no project file has a say in: what is tried is Spanwright, wherever it is called. */
function ofItsOwn<T>(entry: OptionEntry<T>): OptionEntry<T> {
  return { ...entry, key: undefined };
}

export const selfTest = {
  summary: 'Show that Spanwright works on this machine, by scenarios of its own',
  description: [
    'Runs scenarios that come with the package: their steps call Spanwright on files that are right and on files that are wrong on purpose, and their expectations are about the spans that those calls send. Controls, scenarios that have to come out as failed, show that the expectations can fail. Nothing of the project is read or written.',
    'Without a container engine the group `container` is skipped and the report says so; named, it has to be run. The exit code is 0 when everything that was asked for ran and is as it should be, 1 when something is not, and 3 when something could not be run.',
  ],
  options: {
    groups: list(choice(groups, { doc: 'What to try' }), {
      position: 'many',
      placeholder: 'groups',
      fallbackText: 'everything',
    }),
    jobs: ofItsOwn(run.options.jobs),
    reporter: ofItsOwn(run.options.reporter),
    verbose: ofItsOwn(run.options.verbose),
    quiet: ofItsOwn(run.options.quiet),
    'engine-timeout': ofItsOwn(engineTimeout),
  },
  examples: [
    { line: 'spanwright self-test', says: 'Everything that this machine can run' },
    { line: 'spanwright self-test process telemetry', says: 'Only these groups, and the controls' },
    { line: 'spanwright self-test --quiet --reporter junit:self-test.xml', says: 'In CI, with a report' },
  ],
} satisfies CommandEntry;
