import { type Diagnostic, sortDiagnostics } from '../../diagnostic/index.ts';
import { loadPlain } from '../../scenario/index.ts';
import { reportOf, summarise, type ValidationReport } from '../report.ts';
import type { ValidationInput, ValidationOptions } from '../validate.ts';
import { type Allowed, lintSet } from './lint-set.ts';

export interface LintOptions extends Pick<ValidationOptions, 'load' | 'now'> {
  /** Rules that are switched off. */
  readonly allowed?: Allowed | undefined;
}

/**
 * Holds files to the rules of style, one by one, in the order given. A file that cannot be read has its errors reported
 * instead: that it works comes before how it reads. Starts, reads and writes nothing.
 */
export function lintAll(inputs: Iterable<ValidationInput>, options: LintOptions = {}): ValidationReport {
  const { load = loadPlain, now = () => 0, allowed } = options;
  const timings = { load: 0, rules: 0 };
  const files = Array.from(inputs, (input) => reportOf(input.file, diagnose(input)));
  return { version: 1, files, summary: summarise(files, true, timings) };

  function diagnose(input: ValidationInput): readonly Diagnostic[] {
    if ('problem' in input) return [input.problem];
    const start = now();
    const { files: loaded, diagnostics } = load(input);
    const between = now();
    const found = lintSet(loaded, { allowed });
    timings.load += between - start;
    timings.rules += now() - between;
    const errors = loaded.length > 0 ? [] : diagnostics.filter(({ severity }) => severity === 'error');
    return sortDiagnostics([...errors, ...found]);
  }
}
