import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import {
  type ClientCapabilities,
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  type Range,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { BIN } from './program.ts';

/** What a capable editor says of itself. */
export const capable: ClientCapabilities = {
  textDocument: {
    completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    publishDiagnostics: {
      relatedInformation: true,
      codeDescriptionSupport: true,
      tagSupport: { valueSet: [1, 2] },
    },
  },
  workspace: { didChangeWatchedFiles: { dynamicRegistration: true }, workspaceFolders: true },
};

export interface ServerProcess {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly ended: Promise<{ code: number | null; stderr: string }>;
}

/** The built language server, at nobody's service yet; `under` is a command that runs it. */
export function startServer(
  cwd: string,
  args: readonly string[] = [],
  under: readonly string[] = [],
): ServerProcess {
  const [program = '', ...rest] = [...under, process.execPath, BIN, 'lsp', ...args];
  const child = spawn(program, rest, { cwd, stdio: ['pipe', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  return { child, ended: new Promise((done) => child.on('close', (code) => done({ code, stderr }))) };
}

/** An editor with one folder open, connected to a server of its own. */
export class Editor {
  readonly server: ServerProcess;
  readonly connection: ProtocolConnection;
  readonly folder: string;
  private readonly published: PublishDiagnosticsParams[] = [];
  private waiting: {
    readonly wanted: (params: PublishDiagnosticsParams) => boolean;
    readonly found: (params: PublishDiagnosticsParams) => void;
  }[] = [];

  constructor(folder: string, under: readonly string[] = []) {
    this.folder = folder;
    this.server = startServer(folder, [], under);
    const { stdin, stdout } = this.server.child;
    this.connection = createProtocolConnection(
      new StreamMessageReader(stdout),
      new StreamMessageWriter(stdin),
    );
    this.connection.onNotification(PublishDiagnosticsNotification.type, (params) => this.take(params));
    this.connection.listen();
  }

  async initialize(capabilities: ClientCapabilities = capable): Promise<InitializeResult> {
    const rootUri = pathToFileURL(this.folder).href;
    const result = await this.connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri,
      workspaceFolders: [{ uri: rootUri, name: 'test' }],
      capabilities,
    });
    await this.connection.sendNotification(InitializedNotification.type, {});
    return result;
  }

  uri(name: string): string {
    return pathToFileURL(join(this.folder, name)).href;
  }

  open(name: string, text: string, version = 1): Promise<void> {
    const textDocument = { uri: this.uri(name), languageId: 'toml', version, text };
    return this.connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
  }

  /** Without a range, the whole text. */
  change(name: string, version: number, text: string, range?: Range): Promise<void> {
    return this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: this.uri(name), version },
      contentChanges: [range ? { range, text } : { text }],
    });
  }

  close(name: string): Promise<void> {
    return this.connection.sendNotification(DidCloseTextDocumentNotification.type, {
      textDocument: { uri: this.uri(name) },
    });
  }

  /** The next diagnostics published for a file from now on that are wanted, or were and are still unseen. */
  diagnostics(
    name: string,
    wanted: (params: PublishDiagnosticsParams) => boolean = () => true,
  ): Promise<PublishDiagnosticsParams> {
    const matches = (params: PublishDiagnosticsParams) => params.uri === this.uri(name) && wanted(params);
    const at = this.published.findIndex(matches);
    const [known] = at === -1 ? [] : this.published.splice(at, 1);
    if (known) return Promise.resolve(known);
    return new Promise((found) => this.waiting.push({ wanted: matches, found }));
  }

  /** Opens a text and gives what is said of it. */
  async diagnose(name: string, text: string): Promise<PublishDiagnosticsParams> {
    await this.open(name, text);
    return this.diagnostics(name, ({ version }) => version === 1);
  }

  /** A request about a place, which `‸` marks in the text that is opened for it. */
  async ask<T>(method: string, name: string, marked: string, more: object = {}): Promise<T> {
    const offset = marked.indexOf('‸');
    const before = marked.slice(0, offset).split('\n');
    await this.open(name, marked.replace('‸', ''));
    const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
    const result = await this.connection.sendRequest<T>(method, {
      textDocument: { uri: this.uri(name) },
      position,
      ...more,
    });
    await this.close(name);
    return result;
  }

  async end(): Promise<{ code: number | null; stderr: string }> {
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
    return this.server.ended;
  }

  private take(params: PublishDiagnosticsParams): void {
    const waiter = this.waiting.find(({ wanted }) => wanted(params));
    if (!waiter) {
      this.published.push(params);
      return;
    }
    this.waiting = this.waiting.filter((each) => each !== waiter);
    waiter.found(params);
  }
}
