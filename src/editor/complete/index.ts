/**
 * Completion: what can be written at a place of a file, from the schema, the names in the file and the words of its
 * template language. Works on half-typed text, and offers nothing where nothing is known.
 */
import type { CompletionItem } from 'vscode-languageserver-protocol';
import { cursorAt } from '../cursor.ts';
import type { EditedFile } from '../document.ts';
import { type ProjectView, withTemplates } from '../project.ts';
import { headerOffers } from './headers.ts';
import { keyOffers } from './keys.ts';
import { type CompletionAbilities, itemsOf, type Offers } from './offer.ts';
import { templateOffers } from './template.ts';
import { valueOffers } from './values.ts';

export type { CompletionAbilities } from './offer.ts';

/** Completions at an offset of a file, best first. */
export function complete(
  file: EditedFile,
  offset: number,
  project: ProjectView,
  abilities: CompletionAbilities,
): CompletionItem[] {
  const offers = offersAt(file, offset, project);
  return offers ? itemsOf(offers, file, abilities) : [];
}

function offersAt(file: EditedFile, offset: number, project: ProjectView): Offers | undefined {
  const cursor = cursorAt(file, offset);
  switch (cursor.kind) {
    case 'tag':
      return templateOffers(file, cursor.tag, offset, project);
    case 'header':
      return headerOffers(file, withTemplates(file, project), cursor);
    case 'key':
      return keyOffers(file, withTemplates(file, project), cursor);
    case 'value':
      return valueOffers(file, withTemplates(file, project), cursor, offset);
    case 'nothing':
      return undefined;
    default:
      return cursor satisfies never;
  }
}
