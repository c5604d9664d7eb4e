import type { CatalogueEntry } from './entry.ts';
import { expectation } from './expectation.ts';
import { internal } from './internal.ts';
import { lint } from './lint.ts';
import { run } from './run.ts';
import { schema } from './schema.ts';
import { semantics } from './semantics.ts';
import { structure } from './structure.ts';
import { telemetry } from './telemetry.ts';
import { template } from './template.ts';
import { toml } from './toml.ts';
import { usage } from './usage.ts';

export type { CatalogueEntry } from './entry.ts';

/** Every diagnostic code there is, declared once. Codes are permanent: retired ones are never given out again. */
export const catalogue = {
  ...usage,
  ...template,
  ...toml,
  ...schema,
  ...semantics,
  ...lint,
  ...structure,
  ...run,
  ...telemetry,
  ...expectation,
  ...internal,
} as const;

export type Code = keyof typeof catalogue;

export function entryOf(code: Code): CatalogueEntry {
  return catalogue[code];
}
