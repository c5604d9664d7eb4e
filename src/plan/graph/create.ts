import type { Scenario, ScenarioFile } from '../../scenario/index.ts';
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
  for (const { file } of files) draft.node({ kind: 'file', file });
  for (const each of files) addFile(each, draft);
  for (const { from, to, kind } of uses) draft.edge(draft.fileNode(from), draft.fileNode(to), kind);
  return draft.finish();
}

type Draft = ReturnType<typeof createDraft>;

function addFile({ file, combination, model }: GraphFile, draft: Draft): void {
  const suffix = combination
    ? ` [${[...combination].map(([key, value]) => `${key}=${value}`).join(', ')}]`
    : '';
  const scenarioOf = (name: string) => ({ kind: 'scenario', file, name: `${name}${suffix}` }) as const;
  const serviceOf = (name: string) => ({ kind: 'service', file, name }) as const;
  const services = Object.entries(model.service ?? {});
  for (const { name } of model.scenario) draft.node(scenarioOf(name));
  for (const [id] of services) draft.node(serviceOf(id));
  for (const scenario of model.scenario) {
    const from = draft.node(scenarioOf(scenario.name));
    for (const name of scenario.depends_on ?? [])
      draft.edge(from, draft.named(scenarioOf(name)), 'depends-on');
    for (const id of scenario.services ?? services.map(([each]) => each)) {
      draft.edge(from, draft.named(serviceOf(id)), 'starts');
    }
    for (const { service, step } of stepsIn(scenario)) {
      draft.edge(from, draft.named(serviceOf(service)), 'runs-in', step);
    }
  }
  for (const [id, { depends_on = [] }] of services) {
    for (const other of depends_on)
      draft.edge(draft.node(serviceOf(id)), draft.named(serviceOf(other)), 'depends-on');
  }
}

/** The steps that run in the surroundings of a service, theirs or that of their scenario. */
function* stepsIn(scenario: Scenario): Generator<{ readonly service: string; readonly step: string }> {
  for (const [index, step] of scenario.steps.entries()) {
    const service = step.service ?? scenario.service;
    if (service !== undefined) yield { service, step: step.name ?? `step ${index + 1}` };
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
