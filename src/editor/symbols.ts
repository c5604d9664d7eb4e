import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver-protocol';
import type { EditedFile } from './document.ts';
import { rangeOf } from './place.ts';
import { nativePath } from './schema/older.ts';
import type { Stretch } from './syntax/tree.ts';
import { idOf, type PlacedBlock } from './syntax/walk.ts';

/** A table on its way to becoming a symbol. */
interface Outlined {
  readonly block: PlacedBlock;
  readonly children: Outlined[];
  end: number;
}

/** The tables of a file as an outline: what stands below a table in the file is inside of it. */
export function documentSymbols(file: EditedFile): DocumentSymbol[] {
  const top: Outlined[] = [];
  const open: Outlined[] = [];
  for (const block of file.blocks) {
    if (!block.header) continue;
    while (open.length > 0 && !isBelow(block, open.at(-1)?.block)) open.pop();
    const outlined = { block, children: [], end: contentEnd(file, block) };
    for (const around of open) around.end = outlined.end;
    (open.at(-1)?.children ?? top).push(outlined);
    open.push(outlined);
  }
  return top.map((each) => symbolOf(file, each));
}

function isBelow({ path }: PlacedBlock, above: PlacedBlock | undefined): boolean {
  if (!above || path.length <= above.path.length) return false;
  return idOf(path.slice(0, above.path.length)) === idOf(above.path);
}

/** The end of its last statement: blank lines and comments before the next header belong to that. */
function contentEnd({ text }: EditedFile, { header, pairs, start, end }: PlacedBlock): number {
  const last = Math.max(header?.end ?? start, pairs.at(-1)?.end ?? start);
  return Math.min(end, Math.max(last, start + text.slice(start, last).trimEnd().length));
}

function symbolOf(file: EditedFile, { block, children, end }: Outlined): DocumentSymbol {
  const header: Stretch = block.header ?? block;
  const { name, detail } = titleOf(block);
  return {
    name,
    kind: kindOf(block),
    ...(detail && { detail }),
    range: rangeOf(file, { start: block.start, end: Math.max(end, header.end) }),
    selectionRange: rangeOf(file, header),
    children: children.map((each) => symbolOf(file, each)),
  };
}

/** Items of lists by their `name`, other tables by the last part of their header. */
function titleOf({ header, path, pairs }: PlacedBlock): { name: string; detail: string } {
  const parts = header?.parts.map(({ name }) => name) ?? [];
  const written = parts.join('.');
  const value = pairs.find(({ parts: [key], parts }) => parts.length === 1 && key?.name === 'name')?.value;
  const isItem = typeof path.at(-1) === 'number';
  if (value?.kind === 'string' && value.text.trim() !== '' && isItem)
    return { name: value.text, detail: written };
  const last = parts.at(-1)?.trim();
  return { name: last || '(unnamed)', detail: parts.length > 1 ? written : '' };
}

function kindOf({ path }: PlacedBlock): SymbolKind {
  const names = nativePath(path).filter((step) => typeof step === 'string');
  switch (names.join('.')) {
    case 'scenario':
      return SymbolKind.Class;
    case 'scenario.steps':
      return SymbolKind.Method;
    case 'expect.span':
    case 'scenario.expect.span':
      return SymbolKind.Event;
    default:
      return names[0] === 'service' && names.length === 2 ? SymbolKind.Module : SymbolKind.Namespace;
  }
}
