import type { Schema } from '../../scenario/index.ts';
import type { HeaderCursor } from '../cursor.ts';
import type { EditedFile } from '../document.ts';
import { namesOf } from '../names/occurrences.ts';
import { describe } from '../schema/doc.ts';
import { isTable, isTableList, mapIn, objectIn, type SchemaPlace, schemaAt } from '../schema/walk.ts';
import { literal, type Offer, type Offers } from './offer.ts';

/** A table that a header can open. */
interface HeaderText {
  readonly path: readonly string[];
  /** With its brackets. */
  readonly text: string;
  readonly place: SchemaPlace;
  /** The last part is for the author to choose. */
  readonly isOpen: boolean;
}

/** How many levels below what is typed are offered. */
const LEVELS = 3;
/** Stands for a name that the author chooses. */
const NAME = 'NAME';

/** Headers that begin with the parts before the cursor, brackets and all. */
export function headerOffers(file: EditedFile, files: readonly EditedFile[], cursor: HeaderCursor): Offers {
  const { header, part } = cursor;
  const prefix = header.parts.slice(0, part).map(({ name }) => name);
  const block = file.blocks.find((each) => each.header === header);
  const isFresh = (block?.pairs.length ?? 0) === 0;
  const opening = header.isArray ? '[[' : '[';
  const offers = headersBelow(file, files, prefix, LEVELS, header.start).map((each) => ({
    ...headerOffer(each, isFresh),
    filter: `${opening}${each.path.join('.')}`,
  }));
  return { offers, start: header.start, end: header.end };
}

export function headerOffer({ text, path, place, isOpen }: HeaderText, isFresh: boolean): Offer {
  const header = isOpen ? literal(text).replace(NAME, '${1:name}') : literal(text);
  return {
    label: text,
    snippet: isFresh ? `${header}${requiredKeys(place.schema, isOpen ? 2 : 1)}` : header,
    kind: 'table',
    doc: describe(path.join('.'), place),
    rank: place.field?.required ? 0 : 1,
  };
}

/** The keys a new table must have, each on a line. */
function requiredKeys(schema: Schema<unknown>, first: number): string {
  const fields = Object.entries(objectIn(schema)?.fields ?? {});
  const needed = fields.filter(([, { required, fallback }]) => required && fallback === undefined);
  const lines = needed
    .filter(([, field]) => field.schema.shape.kind === 'string')
    .map(([key], index) => `${literal(key)} = "$${first + index}"`);
  return ['', ...lines, '$0'].join('\n');
}

/** Tables below a path that the schema knows, without those of one kind only that the file has already. */
export function headersBelow(
  file: EditedFile,
  files: readonly EditedFile[],
  prefix: readonly string[],
  levels: number,
  except?: number,
): readonly HeaderText[] {
  const place = schemaAt(prefix);
  if (!place) return [];
  const services = namesOf(files, 'service');
  const taken = takenHeaders(file, except);
  const found: HeaderText[] = [];
  collect(place.schema, prefix, levels);
  return found.filter(({ text }) => !taken.has(text));

  function collect(schema: Schema<unknown>, path: readonly string[], left: number): void {
    if (left === 0) return;
    const map = mapIn(schema);
    if (map && objectIn(map.value)) {
      const keyed = { schema: map.value, field: undefined, keys: map.keys };
      const names = path.join('.') === 'service' ? services : [];
      for (const name of names) add([...path, name], keyed, false, left);
      add([...path, NAME], keyed, true, 1);
    }
    for (const [key, field] of Object.entries(objectIn(schema)?.fields ?? {})) {
      const isKnown = isTable(field.schema) && !field.becomes?.deprecated;
      if (isKnown) add([...path, key], { schema: field.schema, field, keys: undefined }, false, left);
    }
  }

  function add(path: readonly string[], each: SchemaPlace, isOpen: boolean, left: number): void {
    const inner = path.map(keyText).join('.');
    // The table of all services is nothing to open by itself.
    const isMapOfTables =
      mapIn(each.schema) !== undefined && objectIn(mapIn(each.schema)?.value ?? each.schema) !== undefined;
    const text = isTableList(each.schema) ? `[[${inner}]]` : `[${inner}]`;
    if (!isMapOfTables) found.push({ path, text, place: each, isOpen });
    collect(each.schema, path, left - (isMapOfTables ? 0 : 1));
  }
}

/** Headers that cannot stand twice, as written. Below the items of a list each item may have its own. */
function takenHeaders({ blocks }: EditedFile, except: number | undefined): ReadonlySet<string> {
  const taken = new Set<string>();
  for (const { header, path } of blocks) {
    if (!header || header.start === except || path.some((step) => typeof step === 'number')) continue;
    taken.add(`[${header.parts.map(({ name }) => keyText(name)).join('.')}]`);
  }
  return taken;
}

/** A key as it stands in a header. */
export function keyText(key: string): string {
  return /^[\w-]+$/.test(key) ? key : JSON.stringify(key);
}
