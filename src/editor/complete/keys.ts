import type { Field, Schema, Shape } from '../../scenario/index.ts';
import type { KeyCursor } from '../cursor.ts';
import type { EditedFile } from '../document.ts';
import { keyRoles, roleAt } from '../names/roles.ts';
import { describe, shortType } from '../schema/doc.ts';
import { nativePath } from '../schema/older.ts';
import { isTableList, mapIn, objectIn, optionsOf, schemaAt } from '../schema/walk.ts';
import { idOf, walk } from '../syntax/walk.ts';
import { headerOffer, headersBelow } from './headers.ts';
import { spanNames } from './names.ts';
import { literal, type Offer, type Offers } from './offer.ts';
import type { Scene } from './scene.ts';

/** Keys that the table at the cursor may have and does not have yet; at the begin of a line also headers of tables. */
export function keyOffers(scene: Scene, cursor: KeyCursor): Offers {
  const { part, table, pair, isInline } = cursor;
  const isStatement = !isInline && idOf(table) === idOf(cursor.block.path);
  const fresh: Fresh = { taken: keysIn(scene.file, cursor), withValue: pair?.equals === undefined };
  const found = schemaAt(nativePath(table));
  const fields = Object.entries((found && objectIn(found.schema)?.fields) ?? {});
  const keys = fields
    .filter(([key, field]) => isOffered(key, field, { ...fresh, dialect: scene.file.dialect }))
    // A list of tables has a header of its own for each, and at the top everything has.
    .filter(([, { schema }]) => !isStatement || (table.length > 0 && !isTableList(schema)))
    .map(([key, field]) => fieldOffer(key, field, fresh));
  const isSpans = roleAt(keyRoles, [...nativePath(table), ''])?.kind === 'span';
  const spans = found && isSpans ? spanKeys(found.schema, scene, fresh) : [];
  const headers = isStatement && fresh.withValue ? headersHere(scene, cursor) : [];
  return { offers: [...keys, ...spans, ...headers], start: part.start, end: part.end };
}

/** What a key has to fit in with. */
interface Fresh {
  /** The other keys of the table. */
  readonly taken: ReadonlySet<string>;
  /** There is no value behind it yet. */
  readonly withValue: boolean;
}

/** Names of the keys that the table has besides the one at the cursor. */
function keysIn(file: EditedFile, { table, part }: KeyCursor): ReadonlySet<string> {
  const taken = new Set<string>();
  const wanted = idOf(table);
  walk(file.blocks, {
    key({ part: each, path }) {
      const isSelf = each.start === part.start && each.end === part.end;
      if (!isSelf && path.length === table.length + 1 && idOf(path.slice(0, -1)) === wanted)
        taken.add(each.name);
    },
  });
  return taken;
}

function isOffered(
  key: string,
  { becomes }: Field,
  { taken, dialect }: Pick<Fresh, 'taken'> & Pick<EditedFile, 'dialect'>,
): boolean {
  if (taken.has(key)) return false;
  if (!becomes) return true;
  // Another spelling of what is there already would say the same thing twice.
  if (becomes.path.length === 1 && taken.has(becomes.path[0] ?? '')) return false;
  return !becomes.deprecated || dialect === 'clnrm';
}

function fieldOffer(key: string, field: Field, { withValue }: Fresh): Offer {
  const { schema, required, fallback, becomes } = field;
  const isNeeded = required && fallback === undefined;
  return {
    label: key,
    snippet: withValue ? `${literal(key)} = ${valueSnippet(schema)}` : undefined,
    kind: 'key',
    detail: `${shortType(schema)}${isNeeded ? ', required' : ''}`,
    doc: describe(key, { schema, field, keys: undefined }),
    rank: isNeeded ? 0 : becomes ? 2 : 1,
    deprecated: becomes?.deprecated ?? false,
  };
}

/** Names of spans as keys, in quotes. */
function spanKeys(schema: Schema<unknown>, { files }: Scene, { taken, withValue }: Fresh): Offer[] {
  const map = mapIn(schema);
  const names = map ? spanNames(files).filter((name) => !taken.has(name)) : [];
  return names.map((name) => {
    const key = JSON.stringify(name);
    const value = map && withValue ? ` = ${valueSnippet(map.value)}` : '';
    return { label: name, filter: key, snippet: literal(key) + value, kind: 'name', detail: map?.keys };
  });
}

/** Headers that can follow the table at the cursor. */
function headersHere(scene: Scene, { block }: KeyCursor): Offer[] {
  const own = block.path.filter((step) => typeof step === 'string');
  const below = own.length > 0 ? headersBelow(scene, { prefix: own, levels: 1 }) : [];
  const top = headersBelow(scene, { prefix: [], levels: 2 });
  const seen = new Set<string>();
  return [...below, ...top]
    .filter(({ text }) => !seen.has(text) && seen.add(text))
    .map((each) => ({ ...headerOffer(each, { isFresh: true }), filter: each.path.join('.'), rank: 3 }));
}

/** A value to be filled in. */
export function valueSnippet(schema: Schema<unknown>): string {
  const [first] = optionsOf(schema);
  return first ? snippets(first.shape) : '$0';
}

function snippets(shape: Shape): string {
  switch (shape.kind) {
    case 'string':
    case 'duration':
      return '"$0"';
    case 'boolean':
      return '${1|true,false|}';
    case 'choice':
      return shape.values.length === 1
        ? literal(JSON.stringify(shape.values[0]))
        : `"\${1|${shape.values.join(',')}|}"`;
    case 'list':
    case 'tuple':
      return '[$0]';
    case 'map':
    case 'object':
      return '{ $0 }';
    default:
      return '$0';
  }
}
