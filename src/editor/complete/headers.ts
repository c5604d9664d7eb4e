import type { Schema } from '../../scenario/index.ts';
import type { HeaderCursor } from '../cursor.ts';
import type { EditedFile } from '../document.ts';
import { namesOf } from '../names/occurrences.ts';
import { describe } from '../schema/doc.ts';
import { isTable, isTableList, mapIn, objectIn, type SchemaPlace, schemaAt } from '../schema/walk.ts';
import type { Header } from '../syntax/tree.ts';
import { literal, type Offer, type Offers } from './offer.ts';
import type { Scene } from './scene.ts';

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
export function headerOffers(scene: Scene, { header, part }: HeaderCursor): Offers {
  const prefix = header.parts.slice(0, part).map(({ name }) => name);
  const block = scene.file.blocks.find((each) => each.header === header);
  const isFresh = (block?.pairs.length ?? 0) === 0;
  const opening = header.isArray ? '[[' : '[';
  const offers = headersBelow(scene, { prefix, levels: LEVELS, except: header }).map((each) => ({
    ...headerOffer(each, { isFresh }),
    filter: `${opening}${each.path.join('.')}`,
  }));
  return { offers, start: header.start, end: header.end };
}

/** A fresh header brings the keys that its table must have. */
export function headerOffer(
  { text, path, place, isOpen }: HeaderText,
  { isFresh }: { readonly isFresh: boolean },
): Offer {
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

interface Wanted {
  /** The parts that the headers begin with. */
  readonly prefix: readonly string[];
  /** How many further parts they may have. */
  readonly levels: number;
  /** The header that is being typed. */
  readonly except?: Header;
}

/** Tables below a path that the schema knows, without those that can stand once and do. */
export function headersBelow(
  { file, files }: Scene,
  { prefix, levels, except }: Wanted,
): readonly HeaderText[] {
  const place = schemaAt(prefix);
  const taken = takenHeaders(file, except);
  const found = place
    ? [...tablesIn(place.schema, prefix, { levels, services: namesOf(files, 'service') })]
    : [];
  return found.filter(({ text }) => !taken.has(text));
}

interface Depth {
  readonly levels: number;
  readonly services: readonly string[];
}

function* tablesIn(schema: Schema<unknown>, path: readonly string[], depth: Depth): Generator<HeaderText> {
  if (depth.levels === 0) return;
  const map = mapIn(schema);
  if (map && objectIn(map.value)) {
    const place: SchemaPlace = { schema: map.value, field: undefined, keys: map.keys };
    const names = path.join('.') === 'service' ? depth.services : [];
    for (const name of names) yield* table(place, [...path, name], depth);
    yield { ...headerText(place, [...path, NAME]), isOpen: true };
  }
  for (const [key, field] of Object.entries(objectIn(schema)?.fields ?? {})) {
    if (!isTable(field.schema) || field.becomes?.deprecated) continue;
    yield* table({ schema: field.schema, field, keys: undefined }, [...path, key], depth);
  }
}

/** A table and those below it. */
function* table(place: SchemaPlace, path: readonly string[], depth: Depth): Generator<HeaderText> {
  const map = mapIn(place.schema);
  // The table of all services is nothing to open by itself.
  const isPassedThrough = map !== undefined && objectIn(map.value) !== undefined;
  if (!isPassedThrough) yield { ...headerText(place, path), isOpen: false };
  const levels = depth.levels - (isPassedThrough ? 0 : 1);
  yield* tablesIn(place.schema, path, { ...depth, levels });
}

function headerText(place: SchemaPlace, path: readonly string[]): Omit<HeaderText, 'isOpen'> {
  const inner = path.map(keyText).join('.');
  return { path, place, text: isTableList(place.schema) ? `[[${inner}]]` : `[${inner}]` };
}

/** Headers that cannot stand twice, as written. Below the items of a list each item may have its own. */
function takenHeaders({ blocks }: EditedFile, except: Header | undefined): ReadonlySet<string> {
  const taken = new Set<string>();
  for (const { header, path } of blocks) {
    if (!header || header === except || path.some((step) => typeof step === 'number')) continue;
    taken.add(`[${header.parts.map(({ name }) => keyText(name)).join('.')}]`);
  }
  return taken;
}

/** A key as it stands in a header. */
export function keyText(key: string): string {
  return /^[\w-]+$/.test(key) ? key : JSON.stringify(key);
}
