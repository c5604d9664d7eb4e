import {
  type CompletionItem,
  CompletionItemKind,
  CompletionItemTag,
  InsertTextFormat,
} from 'vscode-languageserver-protocol';
import type { EditedFile } from '../document.ts';
import type { Stretch } from '../syntax/tree.ts';

/** Something to write at the cursor. */
export interface Offer {
  readonly label: string;
  /** What is inserted, as a snippet: literal text goes through {@link literal}. Default: the label. */
  readonly snippet?: string | undefined;
  readonly kind: OfferKind;
  /** A few words beside the label. */
  readonly detail?: string | undefined;
  /** Markdown. */
  readonly doc?: string | undefined;
  /** Lower ones come first; within one rank the order given holds. Default 1. */
  readonly rank?: number;
  readonly deprecated?: boolean;
  /** What the text at the cursor is compared with; default the label. */
  readonly filter?: string;
}

export type OfferKind =
  | 'key'
  | 'table'
  | 'value'
  | 'word'
  | 'name'
  | 'placeholder'
  | 'function'
  | 'variable'
  | 'keyword'
  | 'file';

const kinds: Readonly<Record<OfferKind, CompletionItemKind>> = {
  key: CompletionItemKind.Property,
  table: CompletionItemKind.Module,
  value: CompletionItemKind.Value,
  word: CompletionItemKind.EnumMember,
  name: CompletionItemKind.Reference,
  placeholder: CompletionItemKind.Variable,
  function: CompletionItemKind.Function,
  variable: CompletionItemKind.Variable,
  keyword: CompletionItemKind.Keyword,
  file: CompletionItemKind.File,
};

/** Offers that replace one stretch of the text. */
export interface Offers extends Stretch {
  readonly offers: readonly Offer[];
}

/** What the editor on the other side can do with completions. */
export interface CompletionAbilities {
  readonly snippets: boolean;
  readonly markdown: boolean;
}

/** More are more than anyone reads; typing on narrows them down. */
const MAX_ITEMS = 300;

export function itemsOf(
  { offers, start, end }: Offers,
  { lines }: EditedFile,
  { snippets, markdown }: CompletionAbilities,
): CompletionItem[] {
  const range = { start: lines.positionAt(start), end: lines.positionAt(end) };
  const ranked = offers.map((offer, index) => ({ offer, sortText: sortText(offer, index) }));
  const kept = ranked.sort((a, b) => (a.sortText < b.sortText ? -1 : 1)).slice(0, MAX_ITEMS);
  return kept.map(({ offer, sortText }) => {
    const snippet = offer.snippet ?? literal(offer.label);
    const isPlain = !snippets || !/(?<!\\)\$/.test(snippet);
    return {
      label: offer.label,
      kind: kinds[offer.kind],
      sortText,
      filterText: offer.filter ?? offer.label,
      textEdit: { range, newText: isPlain ? plainText(snippet) : snippet },
      insertTextFormat: isPlain ? InsertTextFormat.PlainText : InsertTextFormat.Snippet,
      ...(offer.detail && { detail: offer.detail }),
      ...(offer.doc && { documentation: { kind: markdown ? 'markdown' : 'plaintext', value: offer.doc } }),
      ...(offer.deprecated && { tags: [CompletionItemTag.Deprecated] }),
    };
  });
}

function sortText({ rank = 1 }: Offer, index: number): string {
  return `${rank}${String(index).padStart(4, '0')}`;
}

/** Text that a snippet inserts as it is. */
export function literal(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

/** What a snippet inserts where there are no snippets: its defaults, and first choices. */
export function plainText(snippet: string): string {
  return snippet
    .replace(/(?<!\\)\$\{\d+\|([^,|]*)[^}]*\}/g, '$1')
    .replace(/(?<!\\)\$\{\d+:([^}]*)\}/g, '$1')
    .replace(/(?<!\\)\$\d+/g, '')
    .replace(/\\([\\$}])/g, '$1');
}
