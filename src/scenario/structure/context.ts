import type { Place } from '../../diagnostic/index.ts';
import type { Dialect } from '../dialect.ts';
import { placeInside, type Stretch } from '../inside.ts';
import type { KeyPath } from '../path.ts';
import type { Plugins } from '../plugins/presets.ts';
import type { Report } from '../problems.ts';
import { isMistyped } from '../schema/check/unknown-key.ts';
import type { Schema } from '../schema/dsl.ts';
import type { ScenarioFile } from '../schema/file.ts';
import { type Located, type LocatedTable, locate } from '../toml/index.ts';

/** A file whose values are right one by one, to be looked at as a whole. */
export interface WholeFile {
  /** Lacks what the schema found fault with, so absence is to be looked up in `root`. */
  readonly model: ScenarioFile;
  readonly root: LocatedTable;
  readonly source: string;
  readonly dialect: Dialect;
  /** A template made it. */
  readonly rendered: boolean;
  /** What services may be run by, besides `process`. */
  readonly plugins: Plugins;
  readonly report: Report;
}

export function placeOf(file: WholeFile, path: KeyPath): Place {
  return locate(file.root, path).value;
}

/** Of a stretch of the text at a path. */
export function placeWithin(file: WholeFile, path: KeyPath, stretch: Stretch): Place {
  return placeInside(file.source, placeOf(file, path), stretch);
}

/** Whether a table has a key, or an unknown one that is reported, as an error, as meaning it: in clnrm files it is none. */
export function isMeant(
  file: WholeFile,
  path: KeyPath,
  { schema: { shape }, key }: { readonly schema: Schema<unknown>; readonly key: string },
): boolean {
  const keys = writtenKeys(file, path);
  if (keys.has(key)) return true;
  return file.dialect === 'native' && shape.kind === 'object' && isMistyped(shape, keys, key);
}

/** Keys of a table as the author wrote them, those at fault included; empty when there is no such table. */
export function writtenKeys(file: WholeFile, path: KeyPath): ReadonlySet<string> {
  const node = nodeAt(file, path);
  return new Set(node?.kind === 'table' ? node.entries.keys() : []);
}

/** What the author wrote there, right or wrong. */
export function nodeAt(file: WholeFile, path: KeyPath): Located | undefined {
  let node: Located | undefined = file.root;
  for (const part of path) node = node && childOf(node, part);
  return node;
}

function childOf(node: Located, part: string | number): Located | undefined {
  if (node.kind === 'table') return node.entries.get(String(part))?.value;
  return node.kind === 'array' && typeof part === 'number' ? node.items[part] : undefined;
}
