// 1,000 expectations of five kinds on 1,000,000 spans that have just come; started by ../profiles.ts.
import { evaluate } from '../../src/expect/index.ts';
import { suites } from '../recorded/suites.ts';
import { madeUpTrace } from '../recorded/traces.ts';
import { recordProfiles } from './record.ts';

const SPANS = 1_000_000;

const { expectations } = suites.at(-1) ?? { expectations: {} };
const trace = madeUpTrace(SPANS);
await recordProfiles(() =>
  evaluate({ expectations, base: ['expect'], trace, completeness: { complete: true } }),
);
