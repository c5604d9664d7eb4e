import { combinationLabel, type Scenario, type ScenarioFile } from '../../scenario/index.ts';
import { findCycles } from './cycles.ts';
import { type EdgeKind, type Graph, type GraphNode, type NodeId, type NodeKind, nodeId } from './graph.ts';
import type { TemplateUse } from './includes.ts';

/** A scenario file, or one combination of its `[matrix]`. */
export interface GraphFile {
  /** As shown to people. */
  readonly file: string;
  readonly combination: ReadonlyMap<string, string> | undefined;
  /** References in it may lead nowhere or in a circle. */
  readonly model: Pick<ScenarioFile, 'scenario' | 'service'>;
}

export interface GraphInput {
  /** Combinations of a file one after the other. */
  readonly files: readonly GraphFile[];
  /** As shown to people, as the files are. */
  readonly uses: readonly TemplateUse[];
}

/**
 * The graph of scenarios, services and files. Combinations share the services of their file, for which what any of them
 * depends on counts; linear in what the files say.
 */
export function createGraph({ files, uses }: GraphInput): Graph {
  const draft = createDraft();
  // What is declared comes first, so that whatever is named besides is missing.
  for (const { file } of files) draft.node({ kind: 'file', file });
  for (const each of files) for (const { name } of each.model.scenario) draft.node(scenarioOf(each, name));
  for (const each of files) for (const id of serviceIds(each)) draft.node(serviceOf(each, id));
  for (const each of files) addEdges(each, draft);
  for (const { from, to, kind } of uses) draft.edge(draft.fileNode(from), draft.fileNode(to), kind);
  return draft.finish();
}

function scenarioOf({ file, combination }: GraphFile, name: string): Named {
  return { kind: 'scenario', file, name: combination ? `${name}${combinationLabel(combination)}` : name };
}

function serviceOf({ file }: GraphFile, id: string): Named {
  return { kind: 'service', file, name: id };
}

function serviceIds({ model }: GraphFile): string[] {
  return Object.keys(model.service ?? {});
}

type Draft = ReturnType<typeof createDraft>;

function addEdges(file: GraphFile, draft: Draft): void {
  const scenario = (name: string) => draft.named(scenarioOf(file, name));
  const service = (id: string) => draft.named(serviceOf(file, id));
  for (const each of file.model.scenario) {
    const from = scenario(each.name);
    for (const name of each.depends_on ?? []) draft.edge(from, scenario(name), 'depends-on');
    for (const id of each.services ?? serviceIds(file)) draft.edge(from, service(id), 'starts');
    for (const { id, step } of stepsIn(each)) draft.edge(from, service(id), 'runs-in', step);
  }
  for (const [id, { depends_on = [] }] of Object.entries(file.model.service ?? {})) {
    for (const other of depends_on) draft.edge(service(id), service(other), 'depends-on');
  }
}

/** The steps that run in the surroundings of a service, theirs or that of their scenario. */
function* stepsIn(scenario: Scenario): Generator<{ readonly id: string; readonly step: string }> {
  for (const [index, step] of scenario.steps.entries()) {
    const id = step.service ?? scenario.service;
    if (id !== undefined) yield { id, step: step.name ?? `step ${index + 1}` };
  }
}

interface Named {
  readonly kind: NodeKind;
  readonly file: string;
  readonly name?: string;
}

interface DraftEdge {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly kind: EdgeKind;
  readonly label: string | undefined;
}

/** Collects nodes and edges, each once. */
function createDraft() {
  const nodes = new Map<NodeId, GraphNode>();
  const edges = new Map<string, DraftEdge>();
  const add = ({ kind, file, name }: Named, isMissing: boolean): NodeId => {
    const id = nodeId(kind, file, name);
    if (!nodes.has(id)) nodes.set(id, { id, kind, name: name ?? file, file, isMissing });
    return id;
  };
  return {
    /** Something that is declared. */
    node: (named: Named) => add(named, false),
    /** Something that should be. */
    named: (named: Named) => add(named, true),
    fileNode(file: string): NodeId {
      const id = nodeId('file', file);
      return nodes.has(id) ? id : add({ kind: 'template', file }, false);
    },
    edge(from: NodeId, to: NodeId, kind: EdgeKind, label?: string): void {
      const key = JSON.stringify([from, to, kind, label]);
      if (!edges.has(key)) edges.set(key, { from, to, kind, label });
    },
    finish(): Graph {
      const all = [...edges.values()];
      const { cycles, isInCycle } = findCycles([...nodes.keys()], all);
      return {
        nodes: [...nodes.values()],
        edges: all.map((edge) => ({ ...edge, isInCycle: isInCycle(edge) })),
        cycles,
      };
    },
  };
}
