/**
 * Completion: what can be written at a place of a file, from the schema, the names in the file and the words of its
 * template language. Works on half-typed text, and offers nothing where nothing is known.
 */
import type { CompletionItem } from 'vscode-languageserver-protocol';
import { cursorAt } from '../cursor.ts';
import { withTemplates } from '../project.ts';
import type { Query } from '../query.ts';
import { headerOffers } from './headers.ts';
import { keyOffers } from './keys.ts';
import { type CompletionAbilities, itemsOf, type Offers } from './offer.ts';
import type { Scene } from './scene.ts';
import { templateOffers } from './template.ts';
import { valueOffers } from './values.ts';

export type { CompletionAbilities } from './offer.ts';

/** Completions at a place of a file, best first. */
export function complete(query: Query, abilities: CompletionAbilities): CompletionItem[] {
  const offers = offersAt(query);
  return offers ? itemsOf(offers, query.file, abilities) : [];
}

function offersAt(query: Query): Offers | undefined {
  const { file, offset, project } = query;
  const cursor = cursorAt(file, offset);
  const scene = (): Scene => ({ file, offset, files: withTemplates(file, project) });
  switch (cursor.kind) {
    case 'tag':
      return templateOffers(query, cursor.tag);
    case 'header':
      return headerOffers(scene(), cursor);
    case 'key':
      return keyOffers(scene(), cursor);
    case 'value':
      return valueOffers(scene(), cursor);
    case 'nothing':
      return undefined;
    default:
      return cursor satisfies never;
  }
}
