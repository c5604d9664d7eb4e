import type { Code, Related, Severity } from '../diagnostic/index.ts';
import type { At } from './nunjucks/nodes.ts';

/** One call on the way to a piece of text: a macro call, an include, a block. */
export interface CallSite {
  /** Such as ``macro `m::span` ``. */
  readonly what: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** The call around this one. */
  readonly parent: CallSite | undefined;
}

/** A file being evaluated, and the innermost call that led to it. */
export interface Site {
  readonly file: string;
  readonly via: CallSite | undefined;
}

/** Before the name of a template that is part of Spanwright; no file of a user is named so. */
export const BUILT_IN = 'clnrm:';

/**
 * The innermost call outside of what is built in, for a site inside of it: nobody can open or mend a built-in template,
 * so what goes wrong in one is shown where it is used. Undefined for a site in a file of the user.
 */
export function callIntoLibrary({ file, via }: Site): CallSite | undefined {
  if (!file.startsWith(BUILT_IN)) return undefined;
  let call = via;
  while (call?.parent && call.file.startsWith(BUILT_IN)) call = call.parent;
  return call;
}

export interface FaultInput {
  readonly code: Code;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly expected?: string | undefined;
  readonly severity?: Severity | undefined;
  readonly related?: readonly Related[] | undefined;
  /** Length of what is marked, in UTF-16 units; 1 unless given. */
  readonly length?: number | undefined;
}

/**
 * What stops a parse or an evaluation. It is thrown inside this folder only, where it crosses many levels of recursion,
 * and becomes a diagnostic before anything is returned. Not an Error: no stack trace is wanted, and taking one is slow.
 */
export class Fault {
  readonly input: FaultInput;
  readonly at: At;
  /** A bound was reached, so that nothing after it can be trusted to end either. */
  readonly fatal: boolean;
  /** In which file, and through which calls; absent while only one file is known of. */
  readonly site: Site | undefined;
  constructor(at: At, input: FaultInput, fatal = false, site?: Site) {
    this.at = { lineno: at.lineno, colno: at.colno };
    this.site = site;
    this.input = input;
    this.fatal = fatal;
  }
}

/** Thrown where a value depends on something that has been reported already; it adds no diagnostic of its own. */
export const REPORTED = new Fault({ lineno: 0, colno: 0 }, { code: 'SW1106', message: '' });
