/** What leads to what in scenario files, as plain data: nodes and edges in the order of the files. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** One way round for every tangle of nodes that lead to each other, closed by its first node. */
  readonly cycles: readonly (readonly NodeId[])[];
}

/** Its kind, a colon, its file, and for what is inside a file `::` and its name. */
export type NodeId = string & { readonly __brand: 'NodeId' };

/** A `template` is a file that others include, import or extend; a scenario file is a `file`, also when it is included. */
export type NodeKind = 'file' | 'scenario' | 'service' | 'template';

export interface GraphNode {
  readonly id: NodeId;
  readonly kind: NodeKind;
  /** For people; of a file its path. A scenario of a `[matrix]` has its combination in it. */
  readonly name: string;
  /** The file that it is or stands in, as shown to people. */
  readonly file: string;
  /** Something depends on it, and the file does not declare it. */
  readonly isMissing: boolean;
}

/**
 * `depends-on`: between scenarios and between services. `starts`: a scenario and the services it names, or all of its file.
 * `runs-in`: a scenario and the service in whose surroundings the step `label` runs. The others are between files;
 * `reads` is one whose name is computed.
 */
export type EdgeKind = 'depends-on' | 'starts' | 'runs-in' | 'includes' | 'imports' | 'extends' | 'reads';

export interface GraphEdge {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly kind: EdgeKind;
  readonly label: string | undefined;
  /** It is part of a way that leads back to where it begins. */
  readonly isInCycle: boolean;
}

/** Names are as shown to people. */
export function nodeId(kind: NodeKind, file: string, name?: string): NodeId {
  // The brand is given here and nowhere else.
  return `${kind}:${file}${name === undefined ? '' : `::${name}`}` as NodeId;
}
