import { type KeyPath, parsePlaceholders } from '../../scenario/index.ts';
import type { EditedFile } from '../document.ts';
import { nativePath } from '../schema/older.ts';
import type { KeyPart, Stretch, StringValue } from '../syntax/tree.ts';
import { type PlacedBlock, walk } from '../syntax/walk.ts';
import { touchesTag } from '../template/tags.ts';
import { keyRoles, type NameKind, type Role, roleAt, valueRoles } from './roles.ts';

/** One place where something is named. */
export interface Occurrence extends Stretch, Role {
  readonly name: string;
  /** Ports belong to a service, captured values to a scenario; undefined for what belongs to the file. */
  readonly owner: string | undefined;
  readonly path: KeyPath;
  readonly block: PlacedBlock;
}

const known = new WeakMap<EditedFile, readonly Occurrence[]>();

/** Every name in a file and every reference to one, in the order of the text. What a template tag makes is left out. */
export function occurrencesIn(file: EditedFile): readonly Occurrence[] {
  const found = known.get(file) ?? collect(file);
  known.set(file, found);
  return found;
}

function collect(file: EditedFile): readonly Occurrence[] {
  const found: Occurrence[] = [];
  const add = (occurrence: Occurrence) => {
    if (occurrence.name !== '' && !touchesTag(file.tags, occurrence)) found.push(occurrence);
  };
  walk(file.blocks, {
    key({ part, path, block, isLast }) {
      const native = nativePath(path);
      const role = roleAt(keyRoles, native);
      if (!role) return;
      // A header that only passes through a service does not declare it.
      const declares = role.role === 'declaration' && isLast;
      add({
        ...named(part, { ...role, role: declares ? 'declaration' : 'reference' }, native),
        path,
        block,
      });
    },
    value({ value, path, block }) {
      if (value.kind !== 'string') return;
      const native = nativePath(path);
      const role = roleAt(valueRoles, native);
      if (role) add({ ...named(insideQuotes(value), role, native), path, block });
      for (const each of inPlaceholders(value, native)) add({ ...each, path, block });
    },
  });
  return withPromoted(found);
}

type Named = Omit<Occurrence, 'path' | 'block'>;

function named({ name, start, end }: KeyPart, { kind, role }: Role, path: KeyPath): Named {
  return { kind, role, name, start, end, owner: ownerOf(kind, path) };
}

function ownerOf(kind: NameKind, path: KeyPath): string | undefined {
  if (kind === 'port') return String(path[1]);
  return kind === 'capture' ? `scenario ${String(path[1])}` : undefined;
}

function insideQuotes(value: StringValue): KeyPart {
  const start = value.start + value.quote.length;
  return { name: value.text, start, end: start + value.raw.length };
}

/** The services, ports and captured values that the placeholders of a text name. */
function* inPlaceholders(value: StringValue, path: KeyPath): Generator<Named> {
  if (!value.raw.includes('${')) return;
  for (const part of parsePlaceholders(value.raw)) {
    if (part.kind !== 'placeholder') continue;
    const [name = '', kind, port] = part.path;
    const start = value.start + value.quote.length + part.offset + part.root.length + 3;
    const first = { name, start, end: start + name.length, role: 'reference' } as const;
    if (part.root === 'capture') yield { ...first, kind: 'capture', owner: ownerOf('capture', path) };
    if (part.root !== 'service') continue;
    yield { ...first, kind: 'service', owner: undefined };
    if (kind !== 'port' || port === undefined) continue;
    const portStart = first.end + '.port.'.length;
    yield {
      kind: 'port',
      role: 'reference',
      name: port,
      owner: name,
      start: portStart,
      end: portStart + port.length,
    };
  }
}

/** Where nothing else declares a service, the first header or key that passes through it does. */
function withPromoted(found: readonly Occurrence[]): readonly Occurrence[] {
  const declared = new Set(found.filter(({ role }) => role === 'declaration').map(idOf));
  return found.map((each) => {
    const passes =
      each.role === 'reference' && roleAt(keyRoles, nativePath(each.path))?.role === 'declaration';
    if (!passes || declared.has(idOf(each))) return each;
    declared.add(idOf(each));
    return { ...each, role: 'declaration' };
  });
}

/** A text that tells named things apart. */
export function idOf({ kind, owner, name }: Pick<Occurrence, 'kind' | 'owner' | 'name'>): string {
  return JSON.stringify([kind, owner ?? null, name]);
}

/** The name at an offset; its end counts as inside, since that is where a cursor stands after typing it. */
export function occurrenceAt(file: EditedFile, offset: number): Occurrence | undefined {
  const touching = occurrencesIn(file).filter(({ start, end }) => start <= offset && offset <= end);
  return touching.at(-1);
}

/** Names of a kind in the order of the text, each once; of ports and captured values only those of one owner. */
export function namesOf(files: readonly EditedFile[], kind: NameKind, owner?: string): readonly string[] {
  const names = files
    .flatMap(occurrencesIn)
    .filter((each) => each.kind === kind && each.role === 'declaration' && each.owner === owner)
    .map(({ name }) => name);
  return [...new Set(names)];
}
