/** JSON Schema of each member, by name. */
export type Members = Readonly<Record<string, object>>;

/** An object with these members and no others; all are required but for the `optional` ones. */
export function record(description: string, properties: Members, optional: readonly string[] = []) {
  const required = Object.keys(properties).filter((key) => !optional.includes(key));
  return { type: 'object', description, properties, required, additionalProperties: false };
}

export const text = { type: 'string' } as const;
export const count = { type: 'integer', minimum: 0 } as const;

const position = { type: 'integer', minimum: 1 } as const;

/** A stretch of a file, as diagnostics have it. */
export const place = record(
  'A stretch of one line; line and column count from 1, length counts UTF-16 units.',
  { file: text, line: position, column: position, length: count },
);

export function listOf(items: object, description?: string) {
  return { type: 'array', items, ...(description !== undefined && { description }) };
}

/** The text of a schema that is published: what the report is, and below it what it refers to as `#/$defs/NAME`. */
export function publishedSchema(title: string, report: ReturnType<typeof record>, $defs: Members): string {
  const $schema = 'https://json-schema.org/draft/2020-12/schema';
  return `${JSON.stringify({ $schema, title, ...report, $defs }, undefined, 2)}\n`;
}
