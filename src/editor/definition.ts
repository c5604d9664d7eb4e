import { type DocumentHighlight, DocumentHighlightKind } from 'vscode-languageserver-protocol';
import { compileGlob, isGlob } from '../scenario/index.ts';
import type { EditedFile } from './document.ts';
import { idOf, type Occurrence, occurrenceAt, occurrencesIn } from './names/occurrences.ts';
import { type FoundPlace, foundIn, rangeOf } from './place.ts';
import { findTemplate, withTemplates } from './project.ts';
import type { Query } from './query.ts';
import { macroSource, macrosIn } from './template/macros.ts';
import { templateNamesIn } from './template/names.ts';
import { type Tag, tagAt } from './template/tags.ts';
import { givenVariables, matrixVariables, type Variable, variablesIn } from './template/variables.ts';
import { type TemplateWord, templateWordAt } from './template/word.ts';

export interface Declared {
  readonly file: EditedFile;
  readonly occurrence: Occurrence;
}

/**
 * Where what stands at a place is declared: services, scenarios, spans, ports and captured values; in templates also
 * macros, variables, and the files that are included or imported. Empty where nothing is known.
 */
export function definitions(query: Query): FoundPlace[] {
  const { file, offset, project } = query;
  const tag = tagAt(file.tags, offset);
  if (tag) return inTag(query, tag);
  const named = occurrenceAt(file, offset);
  const found = named ? declarationsOf(named, withTemplates(file, project)) : [];
  return found.map((each) => foundIn(each.file, each.occurrence));
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

/** Everything in a file and its templates that names the same as what stands at a place. */
export function references(
  { file, offset, project }: Query,
  { withDeclaration }: { readonly withDeclaration: boolean },
): FoundPlace[] {
  const named = occurrenceAt(file, offset);
  if (!named || tagAt(file.tags, offset)) return [];
  const id = idOf(named);
  return withTemplates(file, project).flatMap((each) =>
    occurrencesIn(each)
      .filter((other) => idOf(other) === id && (withDeclaration || other.role === 'reference'))
      .map((other) => foundIn(each, other)),
  );
}

/** The same within the file, for marking. */
export function highlights({ file, offset }: Query): DocumentHighlight[] {
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

function inTag(query: Query, tag: Tag): FoundPlace[] {
  const { file, offset, project } = query;
  const template = templateNamesIn(file).find(({ start, end }) => start <= offset && offset <= end);
  if (template) {
    const path = findTemplate(file.path, template.name, project);
    const start = { line: 0, character: 0 };
    return path === undefined ? [] : [{ path, range: { start, end: start } }];
  }
  const word = templateWordAt(file, tag, offset);
  if (!word || word.word === '') return [];
  if (word.kind === 'member') return member(query, word);
  return word.kind === 'name' ? declared(file, variablesIn(file, project), word) : [];
}

function member({ file, project }: Query, word: TemplateWord): FoundPlace[] {
  const { owner = '' } = word;
  if (owner === 'vars') return declared(file, givenVariables(file, project), word);
  if (owner === 'matrix') return declared(file, matrixVariables(file), word);
  const source = macroSource(file, owner, project);
  const macro = source && macrosIn(source.file).find(({ name }) => name === word.word);
  // What is built in is in no file.
  return macro && source.path !== undefined ? [foundIn(source.file, macro)] : [];
}

function declared(file: EditedFile, variables: readonly Variable[], { word }: TemplateWord): FoundPlace[] {
  const at = variables.find(({ name }) => name === word)?.declared;
  return at ? [foundIn(file, at)] : [];
}
