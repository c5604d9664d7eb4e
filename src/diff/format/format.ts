import { formatGithub } from './github.ts';
import { formatMarkdown } from './markdown.ts';
import type { DiffFormatOptions } from './options.ts';
import type { DiffReport } from './report.ts';
import { formatSideBySide } from './side-by-side.ts';
import { formatTree } from './tree.ts';
import { formatUnified } from './unified.ts';

export const diffFormats = ['tree', 'unified', 'side-by-side', 'json', 'markdown', 'github'] as const;
export type DiffFormat = (typeof diffFormats)[number];

/** A report as text, which ends in a line end. */
export function formatDiff(report: DiffReport, format: DiffFormat, options: DiffFormatOptions): string {
  switch (format) {
    case 'tree':
      return formatTree(report, options);
    case 'unified':
      return formatUnified(report, options);
    case 'side-by-side':
      return formatSideBySide(report, options);
    case 'json':
      return `${JSON.stringify(report, undefined, 2)}\n`;
    case 'markdown':
      return formatMarkdown(report);
    case 'github':
      return formatGithub(report, options);
    default:
      return format satisfies never;
  }
}
