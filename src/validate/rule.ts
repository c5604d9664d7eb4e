import type { Code, DiagnosticInput, Severity } from '../diagnostic/index.ts';
import type { KeyPath, LoadedFile } from '../scenario/index.ts';
import type { Scope } from './scopes.ts';

/** How far a validation goes; each level includes those before it. */
export const levels = ['syntax', 'semantic', 'structure'] as const;
export type Level = (typeof levels)[number];

/** What a rule looks at: a file the loader found no error in, and its expectations by what they are judged over. */
export interface Subject {
  readonly file: LoadedFile;
  readonly scopes: readonly Scope[];
}

export interface Problem extends Omit<DiagnosticInput, 'code' | 'severity' | 'place' | 'related'> {
  /** Key path in the model of what is wrong. */
  readonly at: KeyPath;
  /** Other places that take part in it, by key path. */
  readonly related?: readonly { readonly message: string; readonly at: KeyPath }[] | undefined;
  /** Overrides the catalogue's severity, for what is likely rather than proved. */
  readonly severity?: Severity | undefined;
}

/** One thing that can be wrong with a file that loads. */
export interface Rule {
  readonly code: Code;
  /** Unique, in the form `port-used-twice`. */
  readonly name: string;
  readonly level: Exclude<Level, 'syntax'>;
  /**
   * Severity in clnrm files. Without it an error is a warning there, for the file still loads in clnrm
   * (clnrm-format h.5), and the rest stays as it is.
   */
  readonly inClnrm?: Severity;
  /** Reports every occurrence; takes time about linear in the size of the file, however hostile. */
  readonly check: (subject: Subject, report: (problem: Problem) => void) => void;
}
