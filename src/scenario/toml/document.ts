import type { Diagnostic, Place } from '../../diagnostic/index.ts';
import { duplicateKey, duplicateTable, notAnArray, notExtendable } from './explain/index.ts';
import { Lines } from './lines.ts';
import { type KeyPart, type OpenEntry, type OpenTable, type OpenValue, openTable } from './open.ts';
import type { Construct11, Use11 } from './uses11.ts';

/** A file with more errors than this is likely no TOML at all. */
export const MAX_PROBLEMS = 20;
/** Enough to warn about; a hostile file could hold millions. */
const MAX_USES = 1000;

/** What has been read so far: the tree, the table that keys go into, and what is wrong about keys and tables. */
export class Document {
  readonly lines: Lines;
  readonly text: string;
  readonly root: OpenTable;
  readonly uses11: Use11[] = [];
  readonly problems: Diagnostic[] = [];
  /** The table of the last header: keys are defined in it. */
  table: OpenTable;
  /** Steps (keys and list positions) from the root to that table. */
  depth = 0;
  /** Keys and list items read so far. */
  size = 0;
  /** The last multi-line string whose closing quotes look more like the opening quotes of another string. */
  doubtfulString: Place | undefined;
  /** After a header that could not be read, it is unknown which tables exist: collisions may be false. */
  private tablesKnown = true;
  private readonly blamed = new Set<OpenEntry>();

  constructor(file: string, text: string) {
    this.lines = new Lines(file, text);
    this.text = text;
    this.root = openTable('root', this.lines.place(0, 1));
    this.table = this.root;
  }

  noteUse11(construct: Construct11, place: Place): void {
    if (this.uses11.length < MAX_USES) this.uses11.push({ ...construct, place });
  }

  /** Keys that follow go into a table that is thrown away. */
  loseTable(place: Place): void {
    this.tablesKnown = false;
    this.table = openTable('header', place);
  }

  /** Defines a dotted key in a table, or reports why it cannot be. */
  define(table: OpenTable, path: readonly KeyPart[], value: OpenValue): void {
    const target = this.throughKeys(table, path);
    const last = path[path.length - 1] as KeyPart; // A key has at least one part.
    const existing = target?.entries.get(last.name);
    if (existing !== undefined) this.report(duplicateKey(last, existing));
    else if (target !== undefined) this.add(target, last, value);
  }

  /** Opens `[a.b]`, or reports why it cannot be opened and loses the table. */
  openHeader(path: readonly KeyPart[], place: Place): void {
    const parent = this.throughHeaders(path, place);
    const last = path[path.length - 1] as KeyPart; // A header has at least one part.
    if (parent === undefined) return;
    this.depth++;
    const existing = parent.entries.get(last.name);
    if (existing === undefined) {
      this.table = this.add(parent, last, openTable('header', place));
    } else if (existing.value.kind === 'table' && existing.value.form === 'implicit') {
      // `[a.b]` came first and only implied `[a]`; now it is defined.
      existing.keyPlace = last.place;
      existing.value.place = place;
      existing.value.form = 'header';
      this.table = existing.value;
    } else {
      this.report(duplicateTable(last, place, existing));
      this.table = openTable('header', place);
    }
  }

  /** Opens the next item of `[[a.b]]`, or reports why it cannot be opened and loses the table. */
  openItem(path: readonly KeyPart[], place: Place): void {
    const parent = this.throughHeaders(path, place);
    const last = path[path.length - 1] as KeyPart; // A header has at least one part.
    if (parent === undefined) return;
    this.depth += 2;
    this.table = openTable('header', place);
    const existing = parent.entries.get(last.name);
    if (existing === undefined) {
      this.add(parent, last, { kind: 'array', items: [this.table], place, form: 'tables' });
    } else if (existing.value.kind === 'array' && existing.value.form === 'tables') {
      existing.value.items.push(this.table);
    } else {
      this.reportOnce(existing, notAnArray(last, existing));
    }
  }

  /** The table that the leading parts of a dotted key lead to; only tables made by dotted keys may be entered. */
  private throughKeys(table: OpenTable, path: readonly KeyPart[]): OpenTable | undefined {
    let target = table;
    for (let index = 0; index < path.length - 1; index++) {
      const part = path[index] as KeyPart; // The loop stays within the path.
      const existing = target.entries.get(part.name);
      if (existing === undefined) {
        target = this.add(target, part, openTable('dotted', part.place));
      } else if (existing.value.kind === 'table' && existing.value.form === 'dotted') {
        target = existing.value;
      } else {
        this.reportOnce(existing, notExtendable(part, existing));
        return undefined;
      }
    }
    return target;
  }

  /** The table that the leading parts of a header lead to. */
  private throughHeaders(path: readonly KeyPart[], place: Place): OpenTable | undefined {
    let target = this.root;
    this.depth = 0;
    for (let index = 0; index < path.length - 1; index++) {
      const part = path[index] as KeyPart; // The loop stays within the path.
      const existing = target.entries.get(part.name);
      this.depth += existing?.value.kind === 'array' ? 2 : 1;
      const next = existing === undefined ? undefined : enterable(existing.value);
      if (existing === undefined) {
        target = this.add(target, part, openTable('implicit', part.place));
      } else if (next === undefined) {
        this.reportOnce(existing, notExtendable(part, existing));
        this.table = openTable('header', place);
        return undefined;
      } else {
        target = next;
      }
    }
    return target;
  }

  private add<Value extends OpenValue>(table: OpenTable, part: KeyPart, value: Value): Value {
    table.entries.set(part.name, { key: part.name, keyPlace: part.place, value });
    return value;
  }

  /** For problems whose cause is the existing definition: further ones with the same cause are no news. */
  private reportOnce(cause: OpenEntry, problem: Diagnostic): void {
    if (this.blamed.has(cause)) return;
    this.blamed.add(cause);
    this.report(problem);
  }

  private report(problem: Diagnostic): void {
    if (this.tablesKnown && this.problems.length < MAX_PROBLEMS) this.problems.push(problem);
  }
}

/** Where a header continues below an existing value; an array of tables is continued in its last item. */
function enterable(value: OpenValue): OpenTable | undefined {
  if (value.kind === 'table') return value.form === 'inline' ? undefined : value;
  if (value.kind !== 'array' || value.form !== 'tables') return undefined;
  const last = value.items[value.items.length - 1];
  return last?.kind === 'table' ? last : undefined;
}
