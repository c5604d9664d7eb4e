import type { TextDocument } from 'vscode-languageserver-textdocument';
import { type EditedFile, readEdited } from '../../editor/index.ts';
import { isScenarioFile } from '../files/discover.ts';
import { pathOf } from './workspace.ts';

/** The open scenario files and templates, each read once a version. */
export class EditedFiles {
  private readonly documentOf: (uri: string) => TextDocument | undefined;
  private readonly known = new Map<string, { readonly version: number; readonly file: EditedFile }>();

  constructor(documentOf: (uri: string) => TextDocument | undefined) {
    this.documentOf = documentOf;
  }

  /** Undefined for a document that is not open, or is neither. */
  get(uri: string): EditedFile | undefined {
    const document = this.documentOf(uri);
    const path = pathOf(uri);
    if (!document || path === undefined || !isServed(path)) return undefined;
    const known = this.known.get(uri);
    if (known?.version === document.version) return known.file;
    const file = readEdited(path, document.getText());
    this.known.set(uri, { version: document.version, file });
    return file;
  }

  forget(uri: string): void {
    this.known.delete(uri);
  }
}

/** Templates that others include are no scenario files by name. */
function isServed(path: string): boolean {
  return isScenarioFile(path) || /\.(tera|njk|j2)$/i.test(path);
}
