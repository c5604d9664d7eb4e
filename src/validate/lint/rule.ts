import type { DiagnosticInput, Fix, Place } from '../../diagnostic/index.ts';
import type { KeyPath, LoadedFile } from '../../scenario/index.ts';
import type { Rule } from '../rule.ts';
import type { LintRuleName } from './names.ts';
import type { WrittenValue } from './written.ts';

/** What a rule looks at: a file the loader found no error in, as a model and as its author spelled it. */
export interface LintSubject {
  readonly file: LoadedFile;
  /** Every value of the file with what the format says of it, in the order of the tree. */
  readonly values: readonly WrittenValue[];
  /** What stands at a place of the written text; of a value over several lines, its first line. */
  readonly raw: (place: Place) => string;
  /** Whether a place of the written text stands in the file itself as it is, rather than being made by a template. */
  readonly isLiteral: (place: Place) => boolean;
}

type Details = Omit<DiagnosticInput, 'code' | 'severity' | 'place' | 'related' | 'fix'>;

/** Something about what the file says. */
export interface ModelProblem extends Details {
  /** Key path in the model. */
  readonly at: KeyPath;
  readonly related?: readonly { readonly message: string; readonly at: KeyPath }[] | undefined;
}

/** Something about how the file says it. All places are in the written text. */
export interface WrittenProblem extends Details {
  readonly place: Place;
  readonly related?: readonly { readonly message: string; readonly place: Place }[] | undefined;
  /** A replacement after which the file says the same; absent where there is none on one line. */
  readonly fix?: Fix | undefined;
}

export type LintProblem = ModelProblem | WrittenProblem;

/** One habit of writing that costs readers or runs something, though the file is correct. */
export interface LintRule extends Pick<Rule, 'code'> {
  readonly name: LintRuleName;
  /** Whether it ever offers a fix. */
  readonly fixable: boolean;
  /** Reports every occurrence; takes time about linear in the size of the file, however hostile. */
  readonly check: (subject: LintSubject, report: (problem: LintProblem) => void) => void;
}
