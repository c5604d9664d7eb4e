import type { DocumentHighlight, Location } from 'vscode-languageserver-protocol';
import { DocumentHighlightKind } from 'vscode-languageserver-protocol';
import { compileGlob, isGlob } from '../scenario/index.ts';
import type { EditedFile } from './document.ts';
import { idOf, type Occurrence, occurrenceAt, occurrencesIn } from './names/occurrences.ts';
import { locationOf, rangeOf } from './place.ts';
import { findTemplate, type ProjectView, withTemplates } from './project.ts';
import type { Stretch } from './syntax/tree.ts';
import { macroSource, macrosIn } from './template/macros.ts';
import { templateNamesIn } from './template/names.ts';
import { tagAt } from './template/tags.ts';
import { matrixVariables, variablesIn } from './template/variables.ts';
import { templateWordAt } from './template/word.ts';

export interface Declared {
  readonly file: EditedFile;
  readonly occurrence: Occurrence;
}

/** How a path is written for the editor. */
type UriOf = (path: string) => string;

/**
 * Where what stands at an offset is declared: services, scenarios, spans, ports and captured values; in templates also
 * macros, variables, and the files that are included or imported. Empty where nothing is known.
 */
export function definitions(
  file: EditedFile,
  offset: number,
  project: ProjectView,
  uriOf: UriOf,
): Location[] {
  const tag = tagAt(file.tags, offset);
  if (tag) return inTag(file, offset, project, uriOf);
  const named = occurrenceAt(file, offset);
  const found = named ? declarationsOf(named, withTemplates(file, project)) : [];
  return found.map((each) => locationOf(each.file, each.occurrence, uriOf));
}

/** Every declaration of what a name stands for; a pattern such as `GET *` stands for every span it matches. */
export function declarationsOf(named: Occurrence, files: readonly EditedFile[]): readonly Declared[] {
  const isNamed = matcherOf(named);
  return files.flatMap((file) =>
    occurrencesIn(file)
      .filter((each) => each.role === 'declaration' && isNamed(each))
      .map((occurrence) => ({ file, occurrence })),
  );
}

function matcherOf(named: Occurrence): (other: Occurrence) => boolean {
  const id = idOf(named);
  if (named.kind !== 'span' || !isGlob(named.name)) return (other) => idOf(other) === id;
  const glob = compileGlob(named.name);
  return (other) => other.kind === 'span' && (other.name === named.name || glob.test(other.name));
}

/** Everything in a file and its templates that names the same as what stands at an offset. */
export function references(
  file: EditedFile,
  offset: number,
  project: ProjectView,
  uriOf: UriOf,
  { withDeclaration }: { readonly withDeclaration: boolean },
): Location[] {
  const named = occurrenceAt(file, offset);
  if (!named || tagAt(file.tags, offset)) return [];
  const id = idOf(named);
  return withTemplates(file, project).flatMap((each) =>
    occurrencesIn(each)
      .filter((other) => idOf(other) === id && (withDeclaration || other.role === 'reference'))
      .map((other) => locationOf(each, other, uriOf)),
  );
}

/** The same within the file, for marking. */
export function highlights(file: EditedFile, offset: number): DocumentHighlight[] {
  const named = occurrenceAt(file, offset);
  if (!named || tagAt(file.tags, offset)) return [];
  const id = idOf(named);
  return occurrencesIn(file)
    .filter((other) => idOf(other) === id)
    .map((other) => ({
      range: rangeOf(file, other),
      kind: other.role === 'declaration' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
    }));
}

function inTag(file: EditedFile, offset: number, project: ProjectView, uriOf: UriOf): Location[] {
  const template = templateNamesIn(file).find(({ start, end }) => start <= offset && offset <= end);
  if (template) {
    const path = findTemplate(file.path, template.name, project);
    const start = { line: 0, character: 0 };
    return path === undefined ? [] : [{ uri: uriOf(path), range: { start, end: start } }];
  }
  const tag = tagAt(file.tags, offset);
  const word = tag && templateWordAt(file, tag, offset);
  if (!word || word.word === '') return [];
  if (word.kind === 'member' && word.owner !== undefined)
    return member(file, word.owner, word.word, project, uriOf);
  if (word.kind !== 'name') return [];
  return declared(file, variablesIn(file), word.word, uriOf);
}

function member(
  file: EditedFile,
  owner: string,
  word: string,
  project: ProjectView,
  uriOf: UriOf,
): Location[] {
  if (owner === 'vars') return declared(file, variablesIn(file), word, uriOf);
  if (owner === 'matrix') return declared(file, matrixVariables(file), word, uriOf);
  const source = macroSource(file, owner, project);
  const macro = source && macrosIn(source.file).find(({ name }) => name === word);
  // What is built in is in no file.
  return macro && source.path !== undefined ? [locationOf(source.file, macro, uriOf)] : [];
}

function declared(
  file: EditedFile,
  variables: readonly { readonly name: string; readonly declared: Stretch | undefined }[],
  word: string,
  uriOf: UriOf,
): Location[] {
  const at = variables.find(({ name }) => name === word)?.declared;
  return at ? [locationOf(file, at, uriOf)] : [];
}
