import type { KeyPath } from '../../scenario/index.ts';
import type { Span } from '../../trace/index.ts';
import type { Edit } from '../edit.ts';
import type { Subject } from '../subject.ts';

/** One condition a span expectation puts on a single span, besides its name. */
export interface Clause {
  /** Ends the rule id: `expect.span[NAME].attrs.all`. */
  readonly rule: string;
  /** Below the expectation. */
  readonly path: KeyPath;
  /** For messages: `attrs.all "http.route"`. */
  readonly label: string;
  readonly expected: string;
  /** Why it cannot be judged: a pattern that does not compile. */
  readonly problem?: string | undefined;
  holds(span: Span, subject: Subject): boolean;
  /** What a span that does not satisfy it has instead, after "has". */
  actual(span: Span, subject: Subject): string;
  /** The change of the expectation by which `span` would satisfy it; undefined when there is none worth proposing. */
  edit(span: Span, subject: Subject): Edit | undefined;
}
