import { text } from '../../scenario/index.ts';
import type { CommandEntry } from './command.ts';
import { list } from './entry.ts';
import { recordedRunOption } from './judge.ts';
import { ignoredAttributes } from './trace.ts';

export const record = {
  summary: 'Make the traces of a recorded run the baselines of its scenarios',
  description: [
    'Writes the trace of each scenario that passed in the run to .spanwright/baselines, to be kept under version control: OTLP/JSON with ids, times, ports and whatever else varies from run to run replaced, in an order that only its content decides. Two runs that behave alike give the same file, byte for byte.',
    '`spanwright repro` compares later runs with it.',
  ],
  options: {
    only: list(
      text({
        nonBlank: true,
        doc: 'Only scenarios whose id (FILE::NAME) contains this text; may be repeated',
      }),
      { position: 'many', placeholder: 'scenarios', fallbackText: 'every scenario of the run' },
    ),
    run: recordedRunOption,
    ignore: ignoredAttributes,
  },
  examples: [
    { line: 'spanwright record', says: 'Every scenario of the last run' },
    { line: 'spanwright record "an order is placed" --run 20261121', says: 'One scenario of an earlier run' },
  ],
} satisfies CommandEntry;
