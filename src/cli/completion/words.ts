import { catalogue } from '../../diagnostic/index.ts';
import { reporters } from '../../report/index.ts';
import type { OptionEntry } from '../options/entry.ts';

/** What may stand for a value: words, paths, or anything. */
export type Words =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'file' }
  | { readonly kind: 'directory' }
  | { readonly kind: 'anything' };

export function wordsOf(entry: OptionEntry): Words {
  const { shape } = entry.schema;
  if (shape.kind === 'choice') return { kind: 'words', words: shape.values };
  switch (entry.suggests) {
    case 'reporter':
      return { kind: 'words', words: reporters.map(({ name }) => name) };
    case 'code':
      return { kind: 'words', words: Object.keys(catalogue) };
    case undefined:
      return { kind: 'anything' };
    default:
      return { kind: entry.suggests };
  }
}
