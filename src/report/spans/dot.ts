import { quoted } from '../graph/dot.ts';
import { nodesOf, type SelectedSpans } from './selected.ts';

/** A graph in Graphviz' language, a cluster for each trace. A dotted edge leaves out spans between; an orphan is dashed. */
export function printSpansDot(selected: readonly SelectedSpans[]): string {
  const lines = ['digraph spans {'];
  let first = 0;
  for (const [index, each] of selected.entries()) {
    const { nodes, edges, omitted } = nodesOf(each, first);
    first += nodes.length;
    lines.push(`  subgraph cluster_${index} {`, `    label=${quoted(each.name)};`);
    for (const { id, span, isOrphan } of nodes) {
      const styles = [
        ...(span.status.code === 'error' ? ['color=red'] : []),
        ...(isOrphan ? ['style=dashed'] : []),
      ];
      lines.push(`    ${id} [${[`label=${quoted(span.name)}`, ...styles].join(', ')}];`);
    }
    if (omitted > 0) lines.push(`    more${index} [label=${quoted(`${omitted} more`)}, shape=plaintext];`);
    lines.push('  }');
    for (const { from, to, isDirect } of edges)
      lines.push(`  ${from} -> ${to}${isDirect ? '' : ' [style=dotted]'};`);
  }
  return `${[...lines, '}'].join('\n')}\n`;
}
