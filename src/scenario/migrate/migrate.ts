import { type Diagnostic, diagnostic, sortDiagnostics } from '../../diagnostic/index.ts';
import { formatScenario } from '../format/index.ts';
import { createProblems } from '../problems.ts';
import type { TemplateSurroundings } from '../rendering/surroundings.ts';
import { templateProblem } from '../template.ts';
import { commentsOf } from './comments.ts';
import type { Migrated } from './migrated.ts';
import { nativeModel } from './native.ts';
import { readAny } from './read.ts';
import { migrateTemplate } from './template.ts';
import { loadNative, NATIVE, nativeText, reportLost, settled } from './write.ts';

export interface MigrateOptions {
  /** As shown in places; its name takes part in telling the dialect, as in loading. */
  readonly file: string;
  /** What templates may look at; without it they are refused. */
  readonly surroundings?: TemplateSurroundings | undefined;
}

/**
 * Rewrites a clnrm file of any generation as a native scenario file in the canonical form. Comments go with what they
 * stand beside. A template becomes a native template, if its tags let it. Bounded as loading is.
 */
export function migrateScenario(text: string, { file, surroundings }: MigrateOptions): Migrated {
  const template = templateProblem(file, text);
  if (template) {
    return surroundings
      ? migrateTemplate(text, file, surroundings)
      : { text: undefined, diagnostics: [template] };
  }
  const { read, diagnostics } = readAny(text, file);
  if (!read) return { text: undefined, diagnostics };
  if (read.dialect === 'native') return { text, diagnostics };

  const problems = createProblems(file);
  problems.add(diagnostics.filter(({ code }) => !settled.includes(code)));
  const model = nativeModel(read.model, { locate: read.locate, report: problems.report });
  const { leading, others } = commentsOf(text, { file, isTemplate: false });
  const native = nativeText({
    model,
    old: text,
    isTemplate: false,
    locateOld: read.locate,
    comments: others,
  });
  reportLost(native.lost, problems.report);
  const result = formatScenario(`${leading}\n${native.text}`, { file: NATIVE, template: false });
  problems.add([...native.diagnostics, ...result.diagnostics, ...stillWrong(result.text, file)]);
  return {
    text: problems.failed() ? undefined : result.text,
    diagnostics: sortDiagnostics(problems.list()),
  };
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
