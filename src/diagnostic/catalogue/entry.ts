import type { Severity } from '../severity.ts';

/**
 * One diagnostic code as users meet it in `spanwright explain` and on the generated docs page.
 * The text says what happens, why it matters and how to put it right, with a short example where one helps.
 */
export interface CatalogueEntry {
  readonly title: string;
  readonly severity: Severity;
  readonly text: string;
  /** A minimal input that raises the code. */
  readonly bad?: string;
  /** The same input put right. */
  readonly good?: string;
}

/** Keeps the codes literal while checking each entry. */
export function entries<const T extends Readonly<Record<`SW${number}`, CatalogueEntry>>>(table: T): T {
  return table;
}
