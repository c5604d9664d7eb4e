import { printSpansChrome } from './chrome.ts';
import { printSpansDot } from './dot.ts';
import { printSpansJson } from './json.ts';
import { printSpansList } from './list.ts';
import { printSpansMermaid } from './mermaid.ts';
import type { SelectedSpans } from './selected.ts';
import { printSpansTree } from './tree.ts';

export type { SelectedSpans } from './selected.ts';

/** Forms that spans can be printed in. */
export const spanFormats = ['list', 'tree', 'mermaid', 'dot', 'chrome', 'json'] as const;
export type SpanFormat = (typeof spanFormats)[number];

/** Spans of one or several traces, those that were asked for. Everything but `chrome` and `json` is bounded and says what it leaves out. */
export function printSpans(selected: readonly SelectedSpans[], format: SpanFormat): string {
  switch (format) {
    case 'list':
      return printSpansList(selected);
    case 'tree':
      return printSpansTree(selected);
    case 'mermaid':
      return printSpansMermaid(selected);
    case 'dot':
      return printSpansDot(selected);
    case 'chrome':
      return printSpansChrome(selected);
    case 'json':
      return printSpansJson(selected);
    default:
      return format satisfies never;
  }
}
