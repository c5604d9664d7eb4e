import { choice, integer, text } from '../../scenario/index.ts';
import type { CommandEntry } from './command.ts';
import { list, value } from './entry.ts';
import { run } from './run.ts';
import { ignoredAttributes } from './trace.ts';

export const proofFormats = ['human', 'json'] as const;

export const prove = {
  summary: 'Show whether expectations can fail, by faults planted into recorded traces',
  description: [
    'Takes the last recorded run in which each scenario passed, plants faults into its trace one at a time (spans missing, renamed, moved, doubled, reordered or slow; status, attributes, events, links and resources changed; calls to outside; a service silent), and judges each mutant as `spanwright judge` would. A mutant on which the verdict is no longer passed is killed; the score is the share of mutants killed. Nothing is run.',
    'It names what survives and the expectations that would kill it, expectations that nothing turns red, and spans and attributes that no expectation looks at. The exit code is 1 if the score is below --min-score, and 3 if a scenario has no recorded run in which it passed.',
  ],
  options: {
    paths: list(text({ nonBlank: true, doc: 'Scenario files, and folders in which to look for them' }), {
      position: 'many',
      placeholder: 'paths',
      fallbackText: 'the files of the last run',
      suggests: 'file',
    }),
    run: value(
      text({
        nonBlank: true,
        doc: 'Only this run: its id or how it begins, `latest`, or the path of an archive (*.spw)',
      }),
      {
        placeholder: 'RUN',
        fallbackText: 'for each scenario the last one in which it passed',
        suggests: 'file',
      },
    ),
    only: run.options.only,
    tag: run.options.tag,
    var: run.options.var,
    'min-score': value(integer({ min: 0, max: 100, doc: 'Fail below this score, in percent' }), {
      placeholder: 'N',
      key: 'prove.min_score',
    }),
    'max-mutants': value(
      integer({
        min: 1,
        max: 1_000_000,
        doc: 'Judge as many mutants of a scenario at most, drawn at random',
      }),
      { placeholder: 'N', fallback: () => 10_000, fallbackText: '10000' },
    ),
    seed: value(
      integer({ min: 0, max: 4_294_967_295, doc: 'Which ones are drawn: the same seed draws the same' }),
      {
        placeholder: 'N',
        fallback: () => 1,
        fallbackText: '1',
      },
    ),
    ignore: ignoredAttributes,
    format: value(choice(proofFormats, { doc: 'What to print' }), {
      placeholder: 'FORMAT',
      fallback: () => 'human' as const,
      fallbackText: 'human',
    }),
  },
  examples: [
    { line: 'spanwright prove', says: 'How strong the expectations of the last run are' },
    { line: 'spanwright prove orders.span.toml --min-score 90', says: 'As a gate in CI, after a run' },
    { line: 'spanwright prove --format json --seed 7', says: 'For programs, with another sample' },
  ],
} satisfies CommandEntry;
