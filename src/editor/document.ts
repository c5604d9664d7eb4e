import { TextDocument } from 'vscode-languageserver-textdocument';
import { type DialectName, dialectOf as templateDialectOf } from '../render/index.ts';
import { isTemplate, withoutTemplateEnding } from '../scenario/index.ts';
import { scan } from './syntax/scan.ts';
import type { Stretch } from './syntax/tree.ts';
import { type PlacedBlock, placed } from './syntax/walk.ts';
import { type Tag, tagsIn, withoutTags } from './template/tags.ts';

/** A scenario file as an editor has it: its text, perhaps half typed, and what a tolerant reading finds in it. */
export interface EditedFile {
  /** Absolute path. */
  readonly path: string;
  readonly text: string;
  /** The same text, to turn offsets into positions and back. */
  readonly lines: TextDocument;
  readonly dialect: 'native' | 'clnrm';
  /** How it is rendered; undefined for a file that is no template. */
  readonly template: DialectName | undefined;
  /** In the order of the text; none where it is no template. */
  readonly tags: readonly Tag[];
  readonly blocks: readonly PlacedBlock[];
  readonly comments: readonly Stretch[];
}

/** Longer texts are taken for empty: nobody types in them, and each request would cost too much. In UTF-16 units. */
export const MAX_TEXT = 2 * 1024 * 1024;

/** Reads a text for the features of this folder. Never fails. */
export function readEdited(path: string, content: string): EditedFile {
  const text = content.length > MAX_TEXT ? '' : content;
  const isNative = /\.span\.toml$/i.test(withoutTemplateEnding(path));
  const template = isTemplate(path, text)
    ? (templateDialectOf(path) ?? (isNative ? 'nunjucks' : 'tera'))
    : undefined;
  const tags = template ? tagsIn(text) : [];
  const { blocks, comments } = scan(tags.length > 0 ? withoutTags(text, tags) : text);
  return {
    path,
    text,
    lines: TextDocument.create(path, 'toml', 0, text),
    dialect: isNative || !/\.clnrm\.toml$/i.test(withoutTemplateEnding(path)) ? 'native' : 'clnrm',
    template,
    tags,
    blocks: placed({ blocks, comments }),
    comments,
  };
}
