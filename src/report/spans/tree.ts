import { visible } from '../../diagnostic/index.ts';
import { createTrace, printTree } from '../../trace/index.ts';
import { MAX_SPANS, type SelectedSpans } from './selected.ts';

/** The selected spans as trees; one whose parent was not selected stands at the top, and says so if nobody sent it. */
export function printSpansTree(selected: readonly SelectedSpans[]): string {
  return selected.map(treeOf).join('\n');
}

function treeOf({ name, trace, spans }: SelectedSpans): string {
  const isWhole = spans.length === trace.spans.length;
  const shown = isWhole ? trace : createTrace({ spans, own: trace.own });
  return `${visible(name)}: ${spans.length} of ${trace.spans.length} spans\n${printTree(shown, { maxSpans: MAX_SPANS })}`;
}
