import { codeText, fallbackText, type Schema, typeText } from '../../scenario/index.ts';
import type { SchemaPlace } from './walk.ts';

/** The kind of value in a few words, such as `duration, default "5s"`. */
export function shortType(schema: Schema<unknown>): string {
  return typeText(schema, () => 'table').replaceAll('`', '');
}

/** Everything the schema says of a key, as Markdown: meaning, type, whether it is needed, default, examples. */
export function describe(title: string, { schema, field, keys }: SchemaPlace): string {
  const fallback = field && fallbackText(schema, field.fallback);
  const facts = [
    typeText(schema, () => 'table'),
    ...(field?.required && field.fallback === undefined ? ['required'] : []),
    ...(fallback ? [`default ${fallback}`] : []),
  ];
  const examples = schema.examples.map(codeText).join(', ');
  return [
    `**${codeText(title)}**: ${facts.join(', ')}`,
    ...(keys ? [`One ${keys}.`] : []),
    schema.doc,
    ...(examples ? [`Example: ${examples}`] : []),
    ...(field?.becomes ? [`Stands for ${codeText(field.becomes.path.join('.'))}.`] : []),
  ].join('\n\n');
}
