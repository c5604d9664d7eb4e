import {
  type Connection,
  DidChangeWatchedFilesNotification,
  DidChangeWorkspaceFoldersNotification,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Host } from '../../host/index.ts';
import { abilitiesOf } from './abilities.ts';
import { Checks } from './checks.ts';
import { EditedFiles } from './edited.ts';
import { answerRequests, capabilities } from './requests.ts';
import { docsOf, Workspace } from './workspace.ts';

export interface SessionOptions {
  readonly host: Host;
  readonly packageDir: string;
  readonly version: string;
}

/** Everything between one client and Spanwright, over a connection that is not listening yet. */
export function startSession(connection: Connection, { host, packageDir, version }: SessionOptions): void {
  const documents = new TextDocuments(TextDocument);
  const documentOf = (uri: string) => documents.get(uri);
  const workspace = new Workspace(host, documents);
  const edited = new EditedFiles(documentOf);
  const docs = docsOf(packageDir);
  let abilities = abilitiesOf({});
  const checks = new Checks({
    workspace,
    documentOf,
    publish: (params) => void connection.sendDiagnostics(params),
    crashed: (error) => connection.console.error(`a check crashed: ${textOf(error)}`),
    docs: (code) => (abilities.codeDescription ? docs(code) : undefined),
    abilities: () => abilities,
  });

  connection.onInitialize((params) => {
    workspace.open(params);
    abilities = abilitiesOf(params.capabilities);
    // Here, because the library sets a handler of its own just before.
    connection.onNotification(DidChangeWorkspaceFoldersNotification.type, ({ event }) => {
      workspace.change(event);
      checks.everything();
    });
    return { capabilities, serverInfo: { name: 'spanwright', version } };
  });
  connection.onInitialized(() => {
    if (abilities.watching) watchFiles(connection);
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    const uris = changes.map(({ uri }) => uri);
    if (uris.some((uri) => uri.endsWith('/spanwright.toml'))) checks.everything();
    checks.filesChanged(uris);
  });
  documents.onDidChangeContent(({ document }) => checks.changed(document.uri));
  documents.onDidClose(({ document }) => {
    edited.forget(document.uri);
    checks.closed(document.uri);
  });
  answerRequests(connection, { edited, workspace, checks, documentOf, abilities: () => abilities });
  documents.listen(connection);
}

/** Everything that a scenario may be made of. */
function watchFiles(connection: Connection): void {
  const watchers = [{ globPattern: '**/*.{toml,tera,njk,j2}' }];
  connection.client
    .register(DidChangeWatchedFilesNotification.type, { watchers })
    .catch((error) => connection.console.warn(`files are not watched: ${textOf(error)}`));
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
