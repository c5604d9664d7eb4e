import type { Diagnostic, Place } from '../../diagnostic/index.ts';
import type { Rendered, SyntaxTree } from '../../render/index.ts';
import type { Node } from './node.ts';
import type { Id, OwnTables } from './own-tables.ts';
import type { OwnValues } from './values.ts';

/** The file whose keys are worked out. */
export interface Settling {
  /** As diagnostics name it. */
  readonly file: string;
  readonly text: string;
  readonly own: OwnTables;
  /** Undefined for a text that cannot be parsed. */
  readonly parse: (text: string) => SyntaxTree | undefined;
  /** Renders a part of the text, in which every line is where it is in the whole, with what is known. */
  readonly render: (text: string) => Rendered;
  /** Whether no more may be rendered. */
  readonly isSpent: () => boolean;
  /** The place of a stretch of the text, by its offsets. */
  readonly place: (start: number, end: number) => Place;
  /** What comes of it is added here, failures included. */
  readonly known: OwnValues;
}

/** One level of the work. */
export interface Working {
  readonly settling: Settling;
  /** Keys that have no value yet, those at work included. */
  readonly waiting: ReadonlySet<Id>;
}

export function fail({ ids }: Node, why: readonly Diagnostic[], known: OwnValues): void {
  for (const id of ids) known.failed.set(id, why);
}
