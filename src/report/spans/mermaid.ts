import { quoted } from '../graph/mermaid.ts';
import { nodesOf, type SelectedSpans } from './selected.ts';

/** A Mermaid flowchart, a subgraph for each trace. A dotted edge leaves out spans between; a dashed one names no parent. */
export function printSpansMermaid(selected: readonly SelectedSpans[]): string {
  const lines = ['flowchart TD'];
  let first = 0;
  for (const [index, each] of selected.entries()) {
    const { nodes, edges, omitted } = nodesOf(each, first);
    first += nodes.length;
    lines.push(`  subgraph t${index}[${quoted(each.name)}]`);
    for (const { id, span } of nodes) lines.push(`    ${id}[${quoted(span.name)}]`);
    if (omitted > 0) lines.push(`    more${index}([${quoted(`${omitted} more`)}])`);
    lines.push('  end');
    for (const { from, to, isDirect } of edges) lines.push(`  ${from} ${isDirect ? '-->' : '-.->'} ${to}`);
    const failed = nodes.filter(({ span }) => span.status.code === 'error').map(({ id }) => id);
    const orphans = nodes.filter(({ isOrphan }) => isOrphan).map(({ id }) => id);
    if (failed.length > 0) lines.push('  classDef failed stroke:red', `  class ${failed.join(',')} failed`);
    if (orphans.length > 0)
      lines.push('  classDef orphan stroke-dasharray:4', `  class ${orphans.join(',')} orphan`);
  }
  return `${lines.join('\n')}\n`;
}
