import {
  CodeActionKind,
  type Connection,
  type Location,
  PositionEncodingKind,
  type ServerCapabilities,
  type TextDocumentPositionParams,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  codeActions,
  complete,
  definitions,
  documentSymbols,
  type FoundPlace,
  formatting,
  highlights,
  hover,
  type Query,
  references,
} from '../../editor/index.ts';
import type { Abilities } from './abilities.ts';
import type { Checks } from './checks.ts';
import type { EditedFiles } from './edited.ts';
import type { Workspace } from './workspace.ts';

/** After these a new list of completions is worth asking for. */
const TRIGGERS = ['[', '.', '"', "'", '{', '$', '=', '|', ':', '%'];

/** What {@link answerRequests} answers, and how documents are kept. */
export const capabilities: ServerCapabilities = {
  // What the protocol requires every client to understand, and what Spanwright counts in anyway.
  positionEncoding: PositionEncodingKind.UTF16,
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
  completionProvider: { triggerCharacters: TRIGGERS },
  hoverProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  documentSymbolProvider: true,
  documentFormattingProvider: true,
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
};

export interface RequestsContext {
  readonly edited: EditedFiles;
  readonly workspace: Workspace;
  readonly checks: Checks;
  readonly documentOf: (uri: string) => TextDocument | undefined;
  readonly abilities: () => Abilities;
}

/** Answers what editors ask about a place or a document; with nothing where it is not open, or not one of ours. */
export function answerRequests(connection: Connection, context: RequestsContext): void {
  const { edited, workspace, checks, documentOf, abilities } = context;
  const locationOf = ({ path, range }: FoundPlace): Location => ({ uri: workspace.uriOf(path), range });

  function at<T>(
    { textDocument, position }: TextDocumentPositionParams,
    answer: (query: Query) => T,
  ): T | undefined {
    const file = edited.get(textDocument.uri);
    if (!file) return undefined;
    return answer({ file, offset: file.lines.offsetAt(position), project: workspace.around(file.path).view });
  }

  connection.onCompletion((params) => {
    const { snippets, markdownCompletion: markdown } = abilities();
    return at(params, (query) => complete(query, { snippets, markdown }));
  });
  connection.onHover((params) =>
    at(params, (query) => hover(query, { markdown: abilities().markdownHover })),
  );
  connection.onDefinition((params) => at(params, (query) => definitions(query).map(locationOf)));
  connection.onReferences((params) => {
    const withDeclaration = params.context.includeDeclaration;
    return at(params, (query) => references(query, { withDeclaration }).map(locationOf));
  });
  connection.onDocumentHighlight((params) => at(params, highlights));
  connection.onDocumentSymbol(({ textDocument }) => {
    const file = edited.get(textDocument.uri);
    return file && documentSymbols(file);
  });
  connection.onDocumentFormatting(({ textDocument }) => {
    const file = edited.get(textDocument.uri);
    return file && formatting(file);
  });
  connection.onCodeAction(({ textDocument: { uri }, range }) => {
    const lines = documentOf(uri);
    const checked = checks.current(uri);
    return lines && checked && codeActions(checked.diagnostics, range, { file: checked.file, uri, lines });
  });
}
