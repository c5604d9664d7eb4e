import { type Diagnostic, sortDiagnostics } from '../diagnostic/index.ts';
import {
  type Found,
  type LoadedFile,
  type LoadedSet,
  type LoadInput,
  loadPlain,
  mergeCombinations,
} from '../scenario/index.ts';
import { type ReportedFile, reportOf, summarise, type ValidationReport } from './report.ts';
import type { Level } from './rule.ts';
import { validateFile } from './validate-file.ts';

/** A file to validate, or what kept it from being read. */
export type ValidationInput = LoadInput | { readonly file: string; readonly problem: Diagnostic };

export interface ValidationOptions {
  /** Default `structure`, which is everything. */
  readonly level?: Level | undefined;
  /** Whether warnings fail; default false. */
  readonly strict?: boolean | undefined;
  /** Monotonic milliseconds, for the timings; default none. */
  readonly now?: (() => number) | undefined;
  /** How a file is read; default {@link loadPlain}. For templates, which have to be rendered first. */
  readonly load?: ((input: LoadInput) => Pick<LoadedSet, 'files' | 'diagnostics'>) | undefined;
}

/** Validates files one by one and reports all problems of all of them, in the order given. Starts and reads nothing. */
export function validateAll(
  inputs: Iterable<ValidationInput>,
  options: ValidationOptions = {},
): ValidationReport {
  const { level = 'structure', strict = false, now = () => 0, load = loadPlain } = options;
  const timings = { load: 0, rules: 0 };
  const files: ReportedFile[] = [];
  for (const input of inputs) files.push(reportOf(input.file, diagnose(input)));
  return { version: 1, files, summary: summarise(files, strict, timings) };

  function diagnose(input: ValidationInput): readonly Diagnostic[] {
    if ('problem' in input) return [input.problem];
    const start = now();
    const { files: loaded, diagnostics } = load(input);
    const between = now();
    const judged = level === 'syntax' ? [] : loaded.map((file) => foundIn(file, level));
    const found = mergeCombinations(input.file, judged);
    timings.load += between - start;
    timings.rules += now() - between;
    return sortDiagnostics([...diagnostics, ...found]).filter((each) => isWithin(each, level));
  }
}

function foundIn(file: LoadedFile, level: Level): Found {
  return { combination: file.combination, diagnostics: validateFile(file, level) };
}

/** The families of codes that each level leaves out: SW3 schema, SW4 semantics, SW5 structure. */
const beyond: Readonly<Record<Level, RegExp | undefined>> = {
  syntax: /^SW[345]/,
  semantic: /^SW5/,
  structure: undefined,
};

function isWithin({ code }: Diagnostic, level: Level): boolean {
  return beyond[level]?.test(code) !== true;
}
