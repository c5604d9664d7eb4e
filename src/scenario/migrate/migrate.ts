import { type Diagnostic, diagnostic, sortDiagnostics } from '../../diagnostic/index.ts';
import { formatScenario } from '../format/index.ts';
import { loadScenarioFile } from '../load.ts';
import { printScenarioFile } from '../print.ts';
import { createProblems, type Report } from '../problems.ts';
import type { ScenarioFile } from '../schema/file.ts';
import { templateProblem } from '../template.ts';
import { carryComments } from './carry.ts';
import { type Comment, commentsOf } from './comments.ts';
import { escapeUnknown } from './escape.ts';
import { nativeModel } from './native.ts';
import { readAny } from './read.ts';

export interface MigrateOptions {
  /** As shown in places; its name takes part in telling the dialect, as in loading. */
  readonly file: string;
}

export interface Migrated {
  /** A native scenario file that loads; a file that is native already comes back as it is. Absent after an error. */
  readonly text: string | undefined;
  /** What is lost, what clnrm read differently, and what stands in the way; each at its place in the old file. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Warnings that the new file gives no cause for: its plugins are known, and it is TOML 1.0. */
const settled = ['SW4008', 'SW3018'];

/** What is native by its name is held to the native rules. */
const NATIVE = 'migrated.span.toml';

/**
 * Rewrites a clnrm file of any generation as a native scenario file in the canonical form. Comments go with what they stand
 * beside. Templates are refused: what they say is known only once they are rendered. Bounded as loading is.
 */
export function migrateScenario(text: string, { file }: MigrateOptions): Migrated {
  const template = templateProblem(file, text);
  if (template) return { text: undefined, diagnostics: [template] };
  const { read, diagnostics } = readAny(text, file);
  if (!read) return { text: undefined, diagnostics };
  if (read.dialect === 'native') return { text, diagnostics };

  const problems = createProblems(file);
  problems.add(diagnostics.filter(({ code }) => !settled.includes(code)));
  const model = nativeModel(read.model, { locate: read.locate, report: problems.report });
  const { leading, others } = commentsOf(text, file);
  const carried = carryComments({
    printed: printNative(model),
    model,
    old: text,
    locateOld: read.locate,
    comments: others,
  });
  reportLost(carried.lost, problems.report);
  const result = formatScenario(`${leading}\n${carried.text}`, { file: NATIVE, template: false });
  problems.add([...result.diagnostics, ...stillWrong(result.text, file)]);
  return {
    text: problems.failed() ? undefined : result.text,
    diagnostics: sortDiagnostics(problems.list()),
  };
}

/** Of the comments that are lost, this many are shown beside the first. */
const MAX_SHOWN = 20;

function reportLost(comments: readonly Comment[], report: Report): void {
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

/** The model as text, with placeholders that clnrm does not know escaped where that is needed. */
function printNative(model: ScenarioFile): string {
  const printed = printScenarioFile(model);
  const { diagnostics } = loadNative(printed);
  const escaped = escapeUnknown(model, printed, diagnostics);
  return escaped === model ? printed : printScenarioFile(escaped);
}

/** Why the result is no native file after all: what clnrm leaves alone can be an error there. */
function stillWrong(text: string, file: string): Diagnostic[] {
  const errors = loadNative(text).diagnostics.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (!first) return [];
  return [
    diagnostic({
      code: 'SW0020',
      message: `as a native file it would have ${errors.length === 1 ? 'an error' : `${errors.length} errors, the first`}: ${first.message}`,
      place: { file, line: 1, column: 1, length: 1 },
      hint: first.hint,
    }),
  ];
}

function loadNative(content: string) {
  return loadScenarioFile({ file: NATIVE, dir: '', content });
}
