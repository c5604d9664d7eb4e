/**
 * From checked scenario files to a Plan: which scenarios run, with every default resolved, in dependency order. A plan
 * is plain data with a digest, so it can be printed, compared, stored or sent elsewhere. Nothing here touches the
 * machine; ports, placeholders and addresses are filled in by the executor.
 */
export { createPlan, type PlanInput, planOf, type Selection } from './create.ts';
export {
  type CompiledSelection,
  compileSelection,
  type Selectable,
  selectionPredicates,
} from './filter/selection.ts';
export type { SelectionFault } from './filter/tokens.ts';
export {
  createGraph,
  draftModel,
  type EdgeKind,
  type Graph,
  type GraphEdge,
  type GraphFile,
  type GraphInput,
  type GraphNode,
  type NodeId,
  type NodeKind,
  nodeId,
  type TemplateUse,
  type TemplateUsesInput,
  templateUses,
} from './graph/index.ts';
export { createLocate, type Locate } from './locate.ts';
export { startOrder, urgencies } from './order.ts';
export type {
  FileJudgement,
  Plan,
  PlannedCommand,
  PlannedContainer,
  PlannedExpectations,
  PlannedReadiness,
  PlannedScenario,
  PlannedService,
  PlannedStep,
  ScenarioId,
} from './plan.ts';
export {
  type ConcurrencyGroup,
  type Needs,
  type ResourceName,
  type Resources,
  resourceNames,
} from './resources.ts';
export { divide, type Estimate, partOf, type Shard } from './shard.ts';
