import type { KeyPath, Schema } from '../../scenario/index.ts';
import type { ValueCursor } from '../cursor.ts';
import type { EditedFile } from '../document.ts';
import { namesOf, type Occurrence, occurrenceAt } from '../names/occurrences.ts';
import { type Role, roleAt, valueRoles } from '../names/roles.ts';
import { nativePath } from '../schema/older.ts';
import { optionsOf, schemaAt } from '../schema/walk.ts';
import { spanNames, undeclaredSpans } from './names.ts';
import { literal, type Offer, type Offers } from './offer.ts';
import { placeholderOffers } from './placeholders.ts';
import type { Scene } from './scene.ts';

interface Asked extends Scene {
  /** What is being typed, if that is a name. */
  readonly typed: Occurrence | undefined;
}

/** What the value at the cursor may be. */
export function valueOffers(scene: Scene, cursor: ValueCursor): Offers {
  const placeholders = cursor.text && placeholderOffers(scene, cursor, cursor.text);
  if (placeholders) return placeholders;
  const asked: Asked = { ...scene, typed: occurrenceAt(scene.file, scene.offset) };
  const path = nativePath(cursor.path);
  const schema = schemaAt(path)?.schema;
  const known = schema ? candidates(schema, path, asked) : [];
  return cursor.text ? inText(cursor.text, known) : bare(scene, cursor, known);
}

/** One value that could stand there, as TOML. */
interface Candidate {
  readonly toml: string;
  /** What it says, when it is a text; only such can be offered between quotes. */
  readonly text?: string | undefined;
  /** For a value with gaps to fill. */
  readonly snippet?: string;
  readonly kind: Offer['kind'];
  readonly detail?: string | undefined;
}

function candidates(schema: Schema<unknown>, path: KeyPath, asked: Asked): Candidate[] {
  const role = roleAt(valueRoles, path);
  const named = role ? namesFor(role, path, asked).map((name) => textCandidate(name, 'name', role.kind)) : [];
  const examples = schema.examples.map((example) => fromExample(example));
  const kinds = optionsOf(schema).flatMap((option) => ofKind(option, path, asked));
  return distinct([...named, ...kinds, ...examples]);
}

function ofKind(schema: Schema<unknown>, path: KeyPath, asked: Asked): Candidate[] {
  const { shape, doc } = schema;
  switch (shape.kind) {
    case 'boolean':
      return ['true', 'false'].map((toml) => ({ toml, kind: 'word' }));
    case 'choice':
      return shape.values.map((value) => textCandidate(value, 'word', doc));
    case 'duration':
      return durations.map((value) => textCandidate(value, 'value', 'duration'));
    case 'list':
    case 'tuple': {
      const item = shape.kind === 'list' ? shape.item : shape.items[0];
      const items = item ? candidates(item, [...path, 0], asked) : [];
      const wrapped = items.map((each) => ({ ...listOf(each), kind: each.kind, detail: each.detail }));
      return [...wrapped, { toml: '[]', snippet: '[$0]', kind: 'value' }];
    }
    case 'object':
    case 'map':
      return [{ toml: '{}', snippet: '{ $0 }', kind: 'value' }];
    default:
      return [];
  }
}

function listOf({ toml, snippet }: Candidate): { toml: string; snippet?: string } {
  return { toml: `[${toml}]`, ...(snippet !== undefined && { snippet: `[${snippet}]` }) };
}

const durations = ['100ms', '500ms', '1s', '5s', '30s', '1m', '5m'];
const units = ['ms', 's', 'm', 'h'];

function textCandidate(text: string, kind: Offer['kind'], detail?: string): Candidate {
  return { toml: JSON.stringify(text), text, kind, detail };
}

function fromExample(toml: string): Candidate {
  const text = /^"([^"\\]*)"$/.exec(toml)?.[1];
  return { toml, text, kind: 'value', detail: 'example' };
}

function distinct(all: readonly Candidate[]): Candidate[] {
  const seen = new Set<string>();
  return all.filter(({ toml }) => !seen.has(toml) && seen.add(toml));
}

function namesFor({ kind, role }: Role, path: KeyPath, { files, file, typed }: Asked): readonly string[] {
  switch (kind) {
    case 'service':
      return namesOf(files, 'service').filter((name) => !(path[0] === 'service' && path[1] === name));
    case 'scenario': {
      if (role === 'declaration') return [];
      const own = occurrenceAtPath(file, ['scenario', path[1] ?? 0, 'name']);
      return namesOf(files, 'scenario').filter((name) => name !== own);
    }
    case 'span':
      return role === 'declaration' ? undeclaredSpans(files, typed) : spanNames(files, typed);
    case 'port':
      return namesOf(files, 'port', String(path[1]));
    case 'capture':
      return [];
    default:
      return kind satisfies never;
  }
}

function occurrenceAtPath(file: EditedFile, path: KeyPath): string | undefined {
  const wanted = JSON.stringify(path);
  const block = file.blocks.find((each) => JSON.stringify(each.path) === JSON.stringify(path.slice(0, -1)));
  const pair = block?.pairs.find(
    ({ parts }) => JSON.stringify([...block.path, ...parts.map(({ name }) => name)]) === wanted,
  );
  return pair?.value?.kind === 'string' ? pair.value.text : undefined;
}

/** Between quotes only texts can be offered. */
function inText(text: NonNullable<ValueCursor['text']>, known: readonly Candidate[]): Offers {
  const start = text.start + text.quote.length;
  // What is replaced has to lie on one line.
  if (text.raw.includes('\n')) return { offers: [], start, end: start };
  const texts = known.filter((each) => each.text !== undefined);
  const isDuration = texts.some(({ detail }) => detail === 'duration');
  const begun = isDuration ? /^(?:\d+[hms])*\d+$/.exec(text.raw)?.[0] : undefined;
  const offers =
    begun === undefined
      ? texts.map(({ text: label = '', kind, detail }) => ({
          label,
          snippet: literal(escaped(label, text.quote)),
          kind,
          detail,
        }))
      : units.map((unit): Offer => ({ label: `${begun}${unit}`, kind: 'value', detail: 'duration' }));
  return { offers, start, end: start + text.raw.length };
}

function escaped(label: string, quote: string): string {
  return quote.startsWith('"') ? JSON.stringify(label).slice(1, -1) : label;
}

function bare({ file, offset }: Scene, { value }: ValueCursor, known: readonly Candidate[]): Offers {
  const start = value?.start ?? offset;
  // Right behind the equals sign a space is missing.
  const space = file.text[start - 1] === '=' ? ' ' : '';
  const offers = known.map(({ toml, snippet, kind, detail }): Offer => {
    return { label: toml, snippet: `${space}${snippet ?? literal(toml)}`, kind, detail };
  });
  return { offers, start, end: value?.end ?? offset };
}
