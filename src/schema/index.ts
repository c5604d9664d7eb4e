/**
 * The words in which the JSON that commands print is described for others: JSON Schema, draft 2020-12. It knows nothing of
 * any report; each says what it holds beside the code that prints it. Scenario files have a schema language of their own
 * (`src/scenario/schema`).
 */
export { count, listOf, type Members, place, publishedSchema, record, text } from './published.ts';
