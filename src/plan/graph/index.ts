/**
 * What leads to what in scenario files: scenarios, services, the steps that run in them, and the files that templates
 * read. Plain data made of loaded files, also of those whose references lead nowhere or in a circle; nothing is started.
 */
export { createGraph, type GraphFile, type GraphInput } from './create.ts';
export { draftModel } from './draft.ts';
export {
  type EdgeKind,
  type Graph,
  type GraphEdge,
  type GraphNode,
  type NodeId,
  type NodeKind,
  nodeId,
} from './graph.ts';
export { type TemplateUse, type TemplateUsesInput, templateUses } from './includes.ts';
