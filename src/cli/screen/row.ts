import { Text } from 'ink';
import { createElement, type ReactNode } from 'react';
import type { Line, Segment } from './line.ts';

export interface RowProps {
  readonly line: Line;
  readonly color: boolean;
}

/** A line on the screen, cut where the terminal ends. */
export function Row({ line, color }: RowProps): ReactNode {
  const parts = line.map((segment, index) => createElement(Part, { key: index, segment, color }));
  // Without any text there would be no row.
  return createElement(Text, { wrap: 'truncate-end' }, ...(parts.length > 0 ? parts : [' ']));
}

function Part({ segment, color }: { readonly segment: Segment; readonly color: boolean }): ReactNode {
  const { text, style } = segment;
  if (!color || style === undefined) return text;
  if (style === 'bold') return createElement(Text, { bold: true }, text);
  if (style === 'dim') return createElement(Text, { dimColor: true }, text);
  return createElement(Text, { color: style }, text);
}
