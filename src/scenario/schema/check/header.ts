import type { Located, LocatedTable } from '../../toml/index.ts';
import type { Schema } from '../dsl.ts';
import { below, headerText, INVALID, nameText, type Unchecked } from './context.ts';

/**
 * Reports a table written where an array of tables belongs, and the other way round, and names the right header. What
 * stands below the wrong header is checked all the same. Undefined when the form is right, or wrong in another way.
 */
export function wrongHeader(value: Unchecked): typeof INVALID | undefined {
  const { node, schema } = value;
  const isTables = schema.shape.kind === 'list' && schema.shape.item.shape.kind === 'object';
  if (isTables && node.kind === 'table') return singleTable(value, node);
  const isTable = schema.shape.kind === 'object' || schema.shape.kind === 'map';
  if (isTable && node.kind === 'array' && node.form === 'tables') return severalTables(value, node.items);
  return undefined;
}

function singleTable(value: Unchecked, node: LocatedTable): typeof INVALID {
  const { at, context, schema } = value;
  const name = headerText(at);
  const inline = node.form === 'inline';
  context.report('SW3013', () => ({
    message: `\`${name}\` is a single table`,
    place: node.place,
    expected: `an array of tables, as there can be several`,
    hint: inline ? `write \`${nameText(at)} = [{ … }]\`` : `write \`[[${name}]]\``,
  }));
  // A table that only a longer header passes through was not meant as an item.
  if (schema.shape.kind === 'list' && node.form !== 'implicit') checkAsItem(value, node, schema.shape.item);
  return INVALID;
}

function severalTables(value: Unchecked, items: readonly Located[]): typeof INVALID {
  const { at, context, node, schema } = value;
  const name = headerText(at);
  context.report('SW3013', () => ({
    message: `\`${name}\` is an array of tables`,
    place: node.place,
    expected: 'a single table',
    hint: `write \`[${name}]\`${items.length > 1 ? ', once' : ''}`,
  }));
  if (schema.shape.kind === 'object') for (const item of items) checkAsItem(value, item, schema);
  return INVALID;
}

function checkAsItem({ context, at }: Unchecked, node: Located, schema: Schema<unknown>): void {
  context.visit({ node, schema, declared: schema, at: below(at, 0), context });
}
