import type { LocatedTable } from '../toml/index.ts';
import { fromFlatTest } from './flat-test.ts';
import { fromFrontMatter } from './front-matter.ts';
import { fromVersion03 } from './version-03.ts';

/**
 * A file of a generation that loading refuses, as a later clnrm would have it; undefined for any other file. How the
 * generations are told apart: clnrm-format a.1.
 */
export function modernised(root: LocatedTable): LocatedTable | undefined {
  return fromFlatTest(root) ?? fromFrontMatter(root) ?? fromVersion03(root);
}
