import type { Diagnostic } from '../../diagnostic/index.ts';
import { mentionsOf } from '../../render/index.ts';
import { inTemplate, type Placer, placer } from '../origin.ts';
import { parseToml } from '../toml/index.ts';
import { masked } from './mask.ts';
import { mentioned, type Node } from './node.ts';
import type { Range } from './own-tables.ts';
import { fail, type Settling, type Working } from './working.ts';

/** What is at fault is left out, and the rest tried again; then all that is left is given up. */
const MAX_TRIES = 3;

/** Renders and reads what nodes say, all at once. Nodes at fault do not take the others with them. */
export function attempt(nodes: readonly Node[], working: Working): void {
  const { settling } = working;
  const { known } = settling;
  const isTagged = nodes.some(({ units }) => units.some(({ tagged }) => tagged));
  let open = nodes;
  let definitions = isTagged ? usableDefinitions(working) : [];
  for (let tries = 1; open.length > 0; tries++) {
    const units = open.flatMap((node) => node.units);
    const parts = [...settling.own.headers, ...definitions, ...units].sort((a, b) => a.start - b.start);
    const faults = readAll(masked(settling.text, parts), isTagged, settling);
    if (faults.length === 0) return;
    const blame = blameOf(faults, { nodes: open, definitions, working });
    for (const [node, why] of blame.nodes) fail(node, why, known);
    open = open.filter((node) => !blame.nodes.has(node));
    definitions = definitions.filter((range) => !blame.definitions.has(range));
    const isHopeless = blame.nodes.size + blame.definitions.size === 0 || tries === MAX_TRIES;
    if (!isHopeless) continue;
    for (const node of open) fail(node, faults, known);
    return;
  }
}

/** Macros, imports and variables of the template itself, but for those that what has no value yet goes into. */
function usableDefinitions({ settling, waiting }: Working): readonly Range[] {
  return settling.own.definitions.filter(({ start, end }) => {
    const tree = settling.parse(settling.text.slice(start, end));
    if (!tree) return false;
    const mentions = mentionsOf(tree);
    return (
      mentions.vars !== undefined &&
      mentioned(mentions).every((id) => !waiting.has(id) && !settling.known.failed.has(id))
    );
  });
}

/** Adds what the text says to what is known, or tells what is wrong with it. */
function readAll(text: string, isTagged: boolean, { file, render, known }: Settling): readonly Diagnostic[] {
  const rendered = isTagged ? render(text) : undefined;
  if (rendered && rendered.text === undefined) return rendered.diagnostics.filter(isError);
  const origin: Placer = rendered ? placer(rendered.map, file) : (place) => place;
  const { root, diagnostics } = parseToml({ file, text: rendered?.text ?? text });
  if (!root) return diagnostics.map((each) => inTemplate(each, origin));
  known.add(root, origin);
  return [];
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

interface Suspects {
  readonly nodes: readonly Node[];
  readonly definitions: readonly Range[];
  readonly working: Working;
}

interface Blame {
  readonly nodes: ReadonlyMap<Node, readonly Diagnostic[]>;
  readonly definitions: ReadonlySet<Range>;
}

/** In which part of the file each fault is; one in another file is where that file is called for. */
function blameOf(faults: readonly Diagnostic[], { nodes, definitions, working }: Suspects): Blame {
  const { file, text } = working.settling;
  const starts = startsOfLines(text);
  const byNode = new Map<Node, Diagnostic[]>();
  const defined = new Set<Range>();
  for (const fault of faults) {
    const places = [fault.place, ...(fault.related ?? []).map(({ place }) => place)];
    const offsets = places
      .filter((place) => place?.file === file)
      .map((place) => (starts[(place?.line ?? 1) - 1] ?? 0) + (place?.column ?? 1) - 1);
    const holds = ({ start, end }: Range) => offsets.some((offset) => offset >= start && offset <= end);
    const node = nodes.find(({ units }) => units.some(holds));
    const definition = node ? undefined : definitions.find(holds);
    if (node) byNode.set(node, [...(byNode.get(node) ?? []), fault]);
    else if (definition) defined.add(definition);
  }
  return { nodes: byNode, definitions: defined };
}

function startsOfLines(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
