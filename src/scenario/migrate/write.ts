import { formatScenario } from '../format/index.ts';
import { loadScenarioFile } from '../load.ts';
import { printScenarioFile } from '../print.ts';
import type { Report } from '../problems.ts';
import type { ScenarioFile } from '../schema/file.ts';
import { type CarryInput, carryComments } from './carry.ts';
import type { Comment } from './comments.ts';
import { escapeUnknown } from './escape.ts';

/** Warnings that the new file gives no cause for: its plugins are known, and it is TOML 1.0. */
export const settled = ['SW4008', 'SW3018'];

/** What is native by its name is held to the native rules. */
export const NATIVE = 'migrated.span.toml';

/** A model as native text in the canonical form, with the comments that have a place in it. */
export function nativeText(input: Omit<CarryInput, 'printed'>) {
  const { text, lost } = carryComments({ ...input, printed: printNative(input.model) });
  return { lost, ...formatScenario(text, { file: NATIVE, template: false }) };
}

/** The model as text, with placeholders that clnrm does not know escaped where that is needed. */
function printNative(model: ScenarioFile): string {
  const printed = printScenarioFile(model);
  const { diagnostics } = loadNative(printed);
  const escaped = escapeUnknown(model, printed, diagnostics);
  return escaped === model ? printed : printScenarioFile(escaped);
}

export function loadNative(content: string) {
  return loadScenarioFile({ file: NATIVE, dir: '', content });
}

/** Of the comments that are lost, this many are shown beside the first. */
const MAX_SHOWN = 20;

export function reportLost(comments: readonly Comment[], report: Report): void {
  const [first, ...others] = comments;
  if (!first) return;
  const what = others.length === 0 ? 'a comment is' : `${comments.length} comments are`;
  report(
    'SW0019',
    () => ({
      message: `${what} not carried over, for nothing of what ${others.length === 0 ? 'it stands' : 'they stand'} beside is`,
      place: first.place,
      related: others.slice(0, MAX_SHOWN).map(({ place }) => ({ message: 'so is this one', place })),
      hint: 'copy what is still true',
    }),
    'info',
  );
}
