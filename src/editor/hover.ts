import type { Hover } from 'vscode-languageserver-protocol';
import { vocabularyOf } from '../render/index.ts';
import { codeText, type KeyPath, parsePlaceholders, placeholderForms } from '../scenario/index.ts';
import { cursorAt } from './cursor.ts';
import { declarationsOf } from './definition.ts';
import type { EditedFile } from './document.ts';
import { type Occurrence, occurrenceAt } from './names/occurrences.ts';
import { rangeOf } from './place.ts';
import { type ProjectView, withTemplates } from './project.ts';
import type { Query } from './query.ts';
import { describe } from './schema/doc.ts';
import { nativePath } from './schema/older.ts';
import { schemaAt } from './schema/walk.ts';
import type { KeyPart, Stretch, StringValue } from './syntax/tree.ts';
import { type KeyVisit, walk } from './syntax/walk.ts';
import { macroSource, macrosIn } from './template/macros.ts';
import type { Tag } from './template/tags.ts';
import { tagAt } from './template/tags.ts';
import { givenVariables, matrixVariables, variablesIn } from './template/variables.ts';
import { type TemplateWord, templateWordAt } from './template/word.ts';

interface Found {
  readonly markdown: string;
  readonly at: Stretch;
}

/** What stands at an offset of a file, in words; undefined where there is nothing to say. */
export function hover(query: Query, { markdown }: { readonly markdown: boolean }): Hover | undefined {
  const { file, offset } = query;
  const tag = tagAt(file.tags, offset);
  const found = tag ? inTag(query, tag) : inToml(query);
  if (!found) return undefined;
  const kind = markdown ? 'markdown' : 'plaintext';
  return { contents: { kind, value: found.markdown }, range: rangeOf(file, found.at) };
}

function inToml({ file, offset, project }: Query): Found | undefined {
  const key = keyAt(file, offset);
  const named = occurrenceAt(file, offset);
  const texts = [named && nameText(named, file, project), key && keyText(key)].filter(
    (text) => text !== undefined,
  );
  if (texts.length > 0)
    return { markdown: texts.join('\n\n---\n\n'), at: named ?? key?.part ?? { start: offset, end: offset } };
  return placeholderAt(file, offset);
}

/** The key or part of a header at an offset. */
function keyAt({ blocks }: EditedFile, offset: number): KeyVisit | undefined {
  let found: KeyVisit | undefined;
  walk(blocks, {
    key(visit) {
      if (visit.part.start <= offset && offset <= visit.part.end && visit.part.name !== '') found = visit;
    },
  });
  return found;
}

function keyText({ part, path }: KeyVisit): string | undefined {
  const place = schemaAt(nativePath(path));
  return place && describe(titleOf(part, path), place);
}

/** A key with the table it stands in, such as `scenario.timeout`. */
function titleOf(part: KeyPart, path: KeyPath): string {
  const names = path.filter((step) => typeof step === 'string');
  return names.length > 0 ? names.join('.') : part.name;
}

const MOST_LINES = 12;

function nameText(named: Occurrence, file: EditedFile, project: ProjectView): string | undefined {
  // Where something is declared, its own keys tell what it is.
  if (named.role === 'declaration') return undefined;
  const title = `**${named.kind}** ${codeText(named.name)}`;
  const declarations = declarationsOf(named, withTemplates(file, project));
  const [first] = declarations;
  if (!first) return `${title}: nothing in this file declares it`;
  const where =
    first.file.path === file.path ? '' : ` of ${codeText(first.file.path.slice(project.root.length + 1))}`;
  const lines = declarations
    .slice(0, 5)
    .map(({ file: each, occurrence }) => each.lines.positionAt(occurrence.start).line + 1);
  const excerpt = blockText(first.file, first.occurrence);
  return `${title}, line ${lines.join(', ')}${where}\n\n\`\`\`toml\n${excerpt}\n\`\`\``;
}

/** The table that declares something, or the line where there is no header. */
function blockText({ text }: EditedFile, { block, start }: Occurrence): string {
  const lineEnd = text.indexOf('\n', start);
  const line = text.slice(text.lastIndexOf('\n', start) + 1, lineEnd === -1 ? undefined : lineEnd);
  const shown = block.header ? text.slice(block.start, block.end) : line;
  const lines = shown.trimEnd().split(/\r?\n/);
  return lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES), '…'].join('\n') : lines.join('\n');
}

/** What a placeholder such as `${otlp.endpoint}` stands for. */
function placeholderAt(file: EditedFile, offset: number): Found | undefined {
  const cursor = cursorAt(file, offset);
  if (cursor.kind !== 'value' || !cursor.text) return undefined;
  return placeholderIn(cursor.text, offset);
}

function placeholderIn(value: StringValue, offset: number): Found | undefined {
  const inner = value.start + value.quote.length;
  for (const part of parsePlaceholders(value.raw)) {
    if (part.kind !== 'placeholder') continue;
    const at = { start: inner + part.offset, end: inner + part.offset + part.text.length };
    if (offset < at.start || offset > at.end) continue;
    const given = [part.root, ...part.path];
    const form = placeholderForms.find((each) => {
      const wanted = each.form.split('.');
      return (
        wanted.length === given.length &&
        wanted.every((step, index) => /^[A-Z]+$/.test(step) || step === given[index])
      );
    });
    return form && { markdown: `**${codeText(part.text)}**\n\n${form.doc}`, at };
  }
  return undefined;
}

function inTag({ file, offset, project }: Query, tag: Tag): Found | undefined {
  const word = templateWordAt(file, tag, offset);
  const markdown = word && word.word !== '' ? wordText(file, word, project) : undefined;
  return word && markdown !== undefined ? { markdown, at: word } : undefined;
}

function wordText(
  file: EditedFile,
  { kind, word, owner }: TemplateWord,
  project: ProjectView,
): string | undefined {
  if (!file.template) return undefined;
  const { functions, filters } = vocabularyOf(file.template);
  if (kind === 'member' && owner !== undefined) {
    const members =
      owner === 'vars' ? givenVariables(file, project) : owner === 'matrix' ? matrixVariables(file) : [];
    const variable = members.find(({ name }) => name === word);
    if (variable) return `**variable** ${codeText(word)} of ${variable.origin}`;
    const source = macroSource(file, owner, project);
    const macro = source && macrosIn(source.file).find(({ name }) => name === word);
    return macro && `**macro** ${codeText(`${word}(${macro.parameters})`)} of ${codeText(source.name)}`;
  }
  if (kind !== 'name' && kind !== 'filter') return undefined;
  const callable = (kind === 'filter' ? filters : functions).find(({ name }) => name === word);
  if (callable) {
    const parameters = callable.parameters
      .map(({ name, required }) => (required ? name : `${name}?`))
      .join(', ');
    return `**${kind === 'filter' ? 'filter' : 'function'}** ${codeText(`${word}(${parameters})`)}`;
  }
  const variable = kind === 'name' ? variablesIn(file, project).find(({ name }) => name === word) : undefined;
  return variable && `**variable** ${codeText(word)}: ${variable.origin}`;
}
