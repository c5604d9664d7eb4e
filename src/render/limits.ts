/**
 * What one rendering may use. The defaults keep a hostile template below a second and 64 MiB, and are far above what
 * a scenario needs. Reaching one is reported with the place that reached it.
 */
export interface RenderLimits {
  /** Characters of one template file. */
  readonly sourceLength: number;
  /** Characters of the rendered text. */
  readonly outputLength: number;
  /** Of one value: 1 for itself and for each member, nested ones included, and 1 for every 16 characters. */
  readonly weight: number;
  /** Units of work: a node, a call, a turn of a loop, 16 characters made or looked at. */
  readonly steps: number;
  /** Levels of expressions, tags, macros and includes inside one another, while evaluating. */
  readonly depth: number;
  /** Levels of brackets and tags inside one another in the text of a template. */
  readonly nesting: number;
  /** Files that one rendering reads: included, imported and extended ones. */
  readonly files: number;
}

export const defaultLimits: RenderLimits = {
  sourceLength: 262_144,
  outputLength: 4_194_304,
  weight: 65_536,
  steps: 500_000,
  depth: 250,
  nesting: 64,
  files: 128,
};
