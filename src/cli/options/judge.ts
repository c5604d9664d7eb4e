import { text } from '../../scenario/index.ts';
import type { CommandEntry } from './command.ts';
import { list, value } from './entry.ts';
import { run } from './run.ts';

/** Which recorded run is meant, the same for every command that works on one. */
export const recordedRunOption = value(
  text({
    nonBlank: true,
    doc: 'The run: its id or how it begins, `latest`, or the path of an archive (*.spw)',
  }),
  { placeholder: 'RUN', fallback: () => 'latest', fallbackText: 'latest', suggests: 'file' },
);

export const judge = {
  summary: 'Judge scenarios by a recorded run, running nothing',
  description: [
    'Evaluates the expectations of scenario files, as they are now, against the spans and outputs that a run left behind. Every run is recorded under .spanwright/runs unless it is asked not to be. Without paths, the files of that run are judged.',
    'What the run cannot speak for, such as a new scenario or a step that is another one now, is undecided. A service that changed since is a warning.',
  ],
  options: {
    paths: list(text({ nonBlank: true, doc: 'Scenario files, and folders in which to look for them' }), {
      position: 'many',
      placeholder: 'paths',
      fallbackText: 'the files of the run',
      suggests: 'file',
    }),
    run: recordedRunOption,
    only: run.options.only,
    tag: run.options.tag,
    var: run.options.var,
    reporter: run.options.reporter,
    verbose: run.options.verbose,
    quiet: run.options.quiet,
  },
  examples: [
    { line: 'spanwright judge', says: 'Whether the last run would still pass' },
    { line: 'spanwright judge orders.span.toml --run 20261121-0930', says: 'One file, by an earlier run' },
    { line: 'spanwright judge --run failed.spw --verbose', says: 'By the archive of a run somewhere else' },
  ],
} satisfies CommandEntry;
