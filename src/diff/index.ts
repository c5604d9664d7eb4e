/**
 * What changed between two versions of expectations, and what each change means. A tree of claims is made from checked
 * scenario files; two trees are compared as sets; a change is called tightened or loosened only when that is certain
 * by inclusion of intervals, sets and globs. Pure: it reads no file and knows no revision.
 */
export { type Change, diffTrees } from './compare/change.ts';
export type { CompareOptions } from './compare/edits.ts';
export { type ChangeKind, changeKinds } from './compare/kind.ts';
export { type DiffFormat, diffFormats, formatDiff } from './format/format.ts';
export { diffJsonSchema } from './format/json-schema.ts';
export type { DiffFormatOptions } from './format/options.ts';
export {
  type DiffReport,
  type FailCondition,
  failConditions,
  firstError,
  isStopped,
  type NotCompared,
  reportOf,
} from './format/report.ts';
export { type StrategyName, strategies } from './strategy/strategies.ts';
export type { DiffStrategy, StrategyOptions, TreeDiff } from './strategy/strategy.ts';
export { baselineText, traceFromText } from './trace/baseline.ts';
export {
  diffTraces,
  editsOf,
  type MemberChange,
  type SpanDifference,
  type TraceDiff,
  type TraceDiffOptions,
} from './trace/compare.ts';
export type { TraceFinding, TraceFindingKind } from './trace/finding/finding.ts';
export { findingsOf } from './trace/finding/findings.ts';
export { type ExpectationTree, expectationTree } from './tree/files.ts';
export type { Leaf, NodeKind, TreeFile, TreeNode } from './tree/node.ts';
