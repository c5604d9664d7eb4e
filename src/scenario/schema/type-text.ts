import { unreachable } from '../unreachable.ts';
import type { Schema, TextFormat } from './dsl.ts';
import { formatDuration } from './duration.ts';

/** What may be written for a value, in a few words of Markdown. `tableText` gives the words for a table, by its name. */
export function typeText({ shape }: Schema<unknown>, tableText: (name: string) => string): string {
  const inner = (schema: Schema<unknown>) => typeText(schema, tableText);
  switch (shape.kind) {
    case 'string':
      return shape.format === undefined ? 'text' : formatTexts[shape.format];
    case 'integer':
    case 'number':
      return `${shape.kind}${boundsText(shape)}`;
    case 'boolean':
    case 'duration':
      return shape.kind;
    case 'choice':
      return shape.values.map((value) => codeText(JSON.stringify(value))).join(', ');
    case 'list':
      return `list of ${inner(shape.item)}`;
    case 'tuple':
      return `[${shape.items.map(inner).join(', ')}]`;
    case 'map':
      return `table: ${shape.keys} = ${inner(shape.value)}`;
    case 'object':
      return tableText(shape.name);
    case 'union':
      return shape.options.map(inner).join(' or ');
    case 'any':
      return 'any value';
    default:
      return unreachable(shape);
  }
}

const formatTexts: Record<TextFormat, string> = {
  regex: 'regular expression',
  glob: 'name or glob',
  command: 'command line',
  path: 'path',
  rfc3339: 'instant (RFC 3339)',
  'env-name': 'variable name',
  'json-path': 'JSON path',
  'url-or-path': 'URL or path',
  'trace-id': 'trace id',
  pair: '`key=value`',
  name: 'name',
};

function boundsText({
  min,
  max,
}: {
  readonly min: number | undefined;
  readonly max: number | undefined;
}): string {
  if (min !== undefined && max !== undefined) return ` ${min} to ${max}`;
  if (min !== undefined) return ` >= ${min}`;
  return max === undefined ? '' : ` <= ${max}`;
}

/** What applies where a key is absent, as it would be written; empty where nothing is said. */
export function fallbackText({ shape }: Schema<unknown>, fallback: unknown): string {
  if (fallback === undefined) return '';
  const value =
    shape.kind === 'duration' && typeof fallback === 'number' ? formatDuration(fallback) : fallback;
  return codeText(JSON.stringify(value));
}

/** Markdown for text that is to be written as it is. */
export function codeText(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}
