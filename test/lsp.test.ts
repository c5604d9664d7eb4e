import { spawn, spawnSync } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import {
  type CodeAction,
  type CompletionItem,
  type Diagnostic,
  DidChangeWatchedFilesNotification,
  type DocumentSymbol,
  type Hover,
  type Location,
  RegistrationRequest,
  type TextEdit,
} from 'vscode-languageserver-protocol/node';
import { isScenarioFile } from '../src/cli/files/discover.ts';
import { parseToml } from '../src/scenario/index.ts';
import { Editor, startServer } from './lsp-client.ts';
import { BIN, makeFolder } from './program.ts';
import { canTrace } from './side-effects.ts';
import { parseTranscript } from './transcript.ts';

// The language server as an editor meets it: the built program at the other end of two pipes.

const root = resolve(import.meta.dirname, '..');
const open: { folder: { remove: () => void }; editor: Editor }[] = [];
afterEach(async () => {
  for (const { folder, editor } of open.splice(0)) {
    editor.server.child.kill();
    await editor.server.ended;
    folder.remove();
  }
});

async function editorIn(files: Readonly<Record<string, string>> = {}): Promise<Editor> {
  const folder = makeFolder(files);
  const editor = new Editor(folder.path);
  open.push({ folder, editor });
  await editor.initialize();
  return editor;
}

const meta = '[meta]\nname = "x"\nversion = "1"\n';
const rest = '[[scenario]]\nname = "a"\nrun = "true"\n[[expect.span]]\nname = "s"\n';
const codes = ({ diagnostics }: { diagnostics: readonly Diagnostic[] }) =>
  diagnostics.map(({ code }) => code);

describe('diagnostics', () => {
  test('follow the text as it is typed, and go when it is closed', async () => {
    const editor = await editorIn();
    const first = await editor.diagnose('x.span.toml', `${meta}nme = 1\n${rest}`);
    expect(first.diagnostics).toMatchObject([
      {
        code: 'SW3003',
        severity: 1,
        source: 'spanwright',
        message: expect.stringContaining('did you mean `name`?'),
        range: { start: { line: 3, character: 0 }, end: { line: 3, character: 3 } },
        codeDescription: { href: expect.stringMatching(/^file:.*docs\/reference\/diagnostics\.md#sw3003$/) },
      },
    ]);
    await editor.change('x.span.toml', 2, '', {
      start: { line: 3, character: 0 },
      end: { line: 4, character: 0 },
    });
    expect(await editor.diagnostics('x.span.toml')).toMatchObject({ version: 2, diagnostics: [] });
    await editor.change('x.span.toml', 3, '[[');
    expect(codes(await editor.diagnostics('x.span.toml'))).not.toEqual([]);
    await editor.close('x.span.toml');
    expect(await editor.diagnostics('x.span.toml')).toEqual({
      uri: editor.uri('x.span.toml'),
      diagnostics: [],
    });
  });

  test('of 200 changes in a row end right, for the last version', async () => {
    const editor = await editorIn();
    await editor.diagnose('x.span.toml', meta + rest);
    for (let version = 2; version <= 201; version++) {
      await editor.change('x.span.toml', version, `${meta}key${version} = 1\n${rest}`);
    }
    const last = await editor.diagnostics('x.span.toml', ({ version }) => version === 201);
    expect(last.diagnostics.map(({ message }) => message)).toMatchObject([
      expect.stringContaining('`key201`'),
    ]);
  });

  test('come from the included file as it stands in the editor, and again when it changes', async () => {
    const editor = await editorIn({ 'parts.tera': '[[expect.span]]\nname = "s"\n' });
    const name = 'x.clnrm.toml.tera';
    const text = `${meta}[[scenario]]\nname = "a"\nrun = "true"\n{% include "parts.tera" %}\n`;
    expect(codes(await editor.diagnose(name, text))).toEqual([]);
    await editor.open('parts.tera', '[[expect.span]]\nname = 1\n');
    const broken = await editor.diagnostics(name);
    expect(broken.diagnostics).toMatchObject([
      {
        code: 'SW3002',
        range: { start: { line: 6 } },
        relatedInformation: expect.arrayContaining([
          expect.objectContaining({ location: expect.objectContaining({ uri: editor.uri('parts.tera') }) }),
        ]),
      },
    ]);
    await editor.change('parts.tera', 2, '[[expect.span]]\nname = "ok"\n');
    expect(codes(await editor.diagnostics(name))).toEqual([]);
    await editor.change('parts.tera', 3, '{{ nobody }}');
    expect(codes(await editor.diagnostics(name))).toEqual(['SW1106']);
    await editor.close('parts.tera');
    expect(codes(await editor.diagnostics(name))).toEqual([]);
  });

  test('are looked over when files change on disk, which the editor is asked to tell', async () => {
    const folder = makeFolder({ 'x.clnrm.toml': `${meta}{% include "parts.tera" %}\n${rest}` });
    const editor = new Editor(folder.path);
    open.push({ folder, editor });
    const registered = new Promise((done) =>
      editor.connection.onRequest(RegistrationRequest.type, ({ registrations }) => done(registrations)),
    );
    await editor.initialize();
    expect(await registered).toMatchObject([
      {
        method: 'workspace/didChangeWatchedFiles',
        registerOptions: { watchers: [{ globPattern: '**/*.{toml,tera,njk,j2}' }] },
      },
    ]);
    const missing = await editor.diagnose(
      'x.clnrm.toml',
      readFileSync(join(folder.path, 'x.clnrm.toml'), 'utf8'),
    );
    expect(codes(missing)).toEqual(['SW1117']);
    writeFileSync(join(folder.path, 'parts.tera'), '# nothing\n');
    await editor.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: editor.uri('parts.tera'), type: 1 }],
    });
    expect(codes(await editor.diagnostics('x.clnrm.toml'))).toEqual([]);
  });

  test('know the variables of the project, also when they change', async () => {
    const editor = await editorIn({ 'spanwright.toml': '[vars]\nteam = "a"\n' });
    const name = 'x.clnrm.toml';
    const text = `[meta]\nname = "{{ team }}"\nversion = "1"\n${rest}`;
    expect(codes(await editor.diagnose(name, text))).toEqual([]);
    const offered = await editor.ask<CompletionItem[]>(
      'textDocument/completion',
      'y.clnrm.toml',
      '{{ vars.‸ }}',
    );
    expect(offered.map(({ label }) => label)).toContain('team');
    writeFileSync(join(editor.folder, 'spanwright.toml'), '');
    await editor.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: editor.uri('spanwright.toml'), type: 2 }],
    });
    expect(codes(await editor.diagnostics(name))).toEqual(['SW1106']);
  });

  test('hide what a template took from the environment and is secret', async () => {
    const folder = makeFolder({ 'spanwright.toml': '[template]\nenv = ["API_TOKEN"]\n' });
    const editor = new Editor(folder.path, ['/usr/bin/env', 'API_TOKEN=hush-hush-hush']);
    open.push({ folder, editor });
    await editor.initialize();
    const text = `${meta}[otel]\nexporter = "{{ env(name='API_TOKEN') }}"\n${rest}`;
    const { diagnostics } = await editor.diagnose('x.clnrm.toml', text);
    expect(codes({ diagnostics })).toContain('SW3005');
    expect(JSON.stringify(diagnostics)).toContain('\\"***\\"');
    expect(JSON.stringify(diagnostics)).not.toContain('hush');
  });

  test('concern scenario files only', async () => {
    const editor = await editorIn();
    await editor.open('pyproject.toml', 'nonsense');
    await editor.open('x.span.toml', 'nonsense');
    // Documents are checked in the order in which they are opened.
    expect(codes(await editor.diagnostics('x.span.toml'))).not.toEqual([]);
    await editor.close('pyproject.toml');
    const symbols = await editor.ask('textDocument/documentSymbol', 'pyproject.toml', '[tool]\n‸');
    expect(symbols).toBeNull();
  });

  test('have no parts that a plain editor does not know', async () => {
    const folder = makeFolder({});
    const editor = new Editor(folder.path);
    open.push({ folder, editor });
    await editor.initialize({});
    const { diagnostics } = await editor.diagnose('x.span.toml', `${meta}[vars]\na = 1\n${rest}${rest}`);
    const twice = diagnostics.find(({ code }) => code === 'SW4001');
    expect(twice).toMatchObject({ message: expect.stringContaining('note: the first one (line 7)') });
    expect(twice).not.toHaveProperty('relatedInformation');
    expect(twice).not.toHaveProperty('codeDescription');
    const idle = diagnostics.find(({ code }) => code === 'SW5006');
    expect(idle).toBeDefined();
    expect(idle).not.toHaveProperty('tags');
  });
});

describe('what the editor shows is what validate says', () => {
  interface Reported {
    readonly path: string;
    readonly diagnostics: readonly {
      code: string;
      severity: string;
      message: string;
      expected?: string;
      hint?: string;
      line: number;
      column: number;
      length: number;
      file: string;
      related?: readonly { file: string; line: number; column: number }[];
    }[];
  }

  /** Scenario files of a folder: what the built `validate` says, and what the server publishes for the same text. */
  async function compare(
    files: Readonly<Record<string, string>>,
  ): Promise<{ said: unknown[]; shown: unknown[]; count: number }> {
    const editor = await editorIn(files);
    const { stdout } = spawnSync(process.execPath, [BIN, 'validate', '--format', 'json'], {
      cwd: editor.folder,
      encoding: 'utf8',
    });
    const report: { files: Reported[] } = JSON.parse(stdout);
    const said: unknown[] = [];
    const shown: unknown[] = [];
    let count = 0;
    for (const { path, diagnostics } of report.files) {
      count += diagnostics.length;
      said.push([path, diagnostics.map((each) => asShown(each, path))]);
      const published = await editor.diagnose(path, readFileSync(join(editor.folder, path), 'utf8'));
      shown.push([
        path,
        published.diagnostics.map(({ code, severity, message, range }) => [
          code,
          severity,
          message,
          range.start,
        ]),
      ]);
    }
    return { said, shown, count };
  }

  function asShown(
    { code, severity, message, expected, hint, ...place }: Reported['diagnostics'][number],
    path: string,
  ) {
    const lines = [
      message,
      ...(expected ? [`expected: ${expected}`] : []),
      ...(hint ? [`hint: ${hint}`] : []),
    ];
    const inFile = place.file === path ? place : place.related?.findLast(({ file }) => file === path);
    const { line, column } = inFile ?? { line: 1, column: 1 };
    const severities: Record<string, number> = { error: 1, warning: 2, info: 3 };
    return [code, severities[severity], lines.join('\n'), { line: line - 1, character: column - 1 }];
  }

  test('of the examples', async () => {
    const names = globSync('examples/**/*.toml', { cwd: root });
    const { said, shown } = await compare(
      Object.fromEntries(names.map((name) => [name, readFileSync(join(root, name), 'utf8')])),
    );
    expect(names.length).toBeGreaterThan(10);
    expect(shown).toEqual(said);
  });

  test('of every faulty file there is a transcript of', async () => {
    const files = globSync('test/transcripts/*.txt', { cwd: root }).flatMap((name) =>
      [...parseTranscript(readFileSync(join(root, name), 'utf8')).files].map(
        ([file, text]) => [`${basename(name, '.txt')}/${file}`, text] as const,
      ),
    );
    // A project file would change what belongs together.
    const { said, shown, count } = await compare(
      Object.fromEntries(files.filter(([name]) => !name.endsWith('spanwright.toml'))),
    );
    expect(shown).toEqual(said);
    expect(count).toBeGreaterThan(40);
  });

  test('of contradictions, vacuities and slips', async () => {
    const texts = ['contradictions', 'vacuous', 'typos'].flatMap((name) => {
      const [, ...parts] = readFileSync(join(root, `src/validate/corpus/${name}.txt`), 'utf8').split(
        /^-- .+ --\n/m,
      );
      return parts.map(
        (text, index) =>
          [`${name}-${index}.span.toml`, `${text}${meta}[[scenario]]\nname = "a"\nrun = "ls"\n`] as const,
      );
    });
    const { said, shown, count } = await compare(Object.fromEntries(texts));
    expect(shown).toEqual(said);
    expect(count).toBeGreaterThan(100);
  });
});

const api = '[service.api]\ncommand = "node api.mjs"\nports = { http = "auto" }\n';

test('completion, hover, definition and the rest are answered while a file is half typed', async () => {
  const editor = await editorIn({ 'services.tera': '[service.db]\nimage = "db"\n' });
  const name = 'x.span.toml';
  const complete = async (marked: string, file = name) =>
    (await editor.ask<CompletionItem[]>('textDocument/completion', file, marked)).map(({ label }) => label);

  expect(await complete('[met‸')).toContain('[meta]');
  expect((await complete(`${meta}[[scenario]]\n‸`))[0]).toBe('name');
  expect(await complete(`${api}[[scenario]]\nservices = ["‸`)).toEqual(['api']);
  expect(await complete(`${api}[[scenario]]\nrun = "curl \${ser‸`)).toContain('${service.api.port.http}');
  expect(await complete('[otel]\nexporter = ‸\n[meta]\n')).toContain('"otlp"');
  expect(
    await complete('{% include "services.tera" %}\n[[scenario]]\nservices = ["‸"]', 'x.clnrm.toml.tera'),
  ).toEqual(['db']);
  expect(await complete('name = "{{ "x" | upp‸ }}"', 'x.clnrm.toml.tera')).toContain('upper');

  const hover = await editor.ask<Hover>('textDocument/hover', name, '[[scenario]]\ntim‸eout = "5s"');
  expect(hover.contents).toMatchObject({
    kind: 'markdown',
    value: expect.stringContaining('`scenario.timeout`'),
  });

  const include = '{# é🚀 #}{% include "services.tera" %}\n[[scenario]]\nservices = ["d‸b"]';
  const [target] = await editor.ask<Location[]>('textDocument/definition', 'x.clnrm.toml.tera', include);
  expect(target).toEqual({
    uri: editor.uri('services.tera'),
    range: { start: { line: 0, character: 9 }, end: { line: 0, character: 11 } },
  });
  const emoji = `${api}[[scenario]]\nname = "🚀"\nservices = ["api"] # 🚀\nrun = "🚀 \${service.‸api.host}"`;
  expect(await editor.ask<Location[]>('textDocument/definition', name, emoji)).toMatchObject([
    { range: { start: { line: 0, character: 9 } } },
  ]);

  const context = { context: { includeDeclaration: true } };
  expect(await editor.ask<Location[]>('textDocument/references', name, emoji, context)).toHaveLength(3);
  expect(await editor.ask<object[]>('textDocument/documentHighlight', name, emoji)).toHaveLength(3);
  const symbols = await editor.ask<DocumentSymbol[]>('textDocument/documentSymbol', name, `${emoji}\n`);
  expect(symbols.map((each) => each.name)).toEqual(['api', '🚀']);
  const options = { options: { tabSize: 2, insertSpaces: true } };
  const edits = await editor.ask<TextEdit[]>('textDocument/formatting', name, 'a=1\n‸', options);
  expect(edits).toMatchObject([{ newText: 'a = 1\n' }]);
  expect((await editor.end()).code).toBe(0);
});

test('corrections are offered for what is wrong under the cursor', async () => {
  const editor = await editorIn();
  const text = `[mta]\nname = "x"\n${api}[[scenario]]\nname = "a"\nservices = ["apii"]\n[[expect.span]]\nname = "s"\n`;
  await editor.diagnose('x.span.toml', text);
  const at = async (line: number, character: number) => {
    const position = { line, character };
    const actions = await editor.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: editor.uri('x.span.toml') },
      range: { start: position, end: position },
      context: { diagnostics: [] },
    });
    return actions.map(({ edit }) => edit?.changes?.[editor.uri('x.span.toml')]);
  };
  expect(await at(0, 2)).toEqual([
    [{ range: { start: { line: 0, character: 1 }, end: { line: 0, character: 4 } }, newText: 'meta' }],
  ]);
  // Also for a change that no check has seen yet.
  await editor.change('x.span.toml', 2, text.replace('apii', 'aapi').replace('mta', 'meta'));
  expect(await at(7, 14)).toEqual([
    [{ range: { start: { line: 7, character: 13 }, end: { line: 7, character: 17 } }, newText: 'api' }],
  ]);
  expect(await at(1, 2)).toEqual([]);
});

describe('the protocol', () => {
  /** A server that is spoken to in bytes. */
  function rawServer() {
    const folder = makeFolder({});
    const server = startServer(folder.path);
    let received = '';
    server.child.stdout.setEncoding('utf8').on('data', (text) => {
      received += text;
    });
    const message = (content: unknown) => {
      const body = typeof content === 'string' ? content : JSON.stringify(content);
      return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    };
    return {
      server,
      send: (content: unknown) => server.child.stdin.write(message(content)),
      write: (bytes: string) => server.child.stdin.write(bytes),
      request: (id: number, method: string, params?: object) =>
        server.child.stdin.write(message({ jsonrpc: '2.0', id, method, ...(params && { params }) })),
      notify: (method: string) => server.child.stdin.write(message({ jsonrpc: '2.0', method })),
      /** Everything written to standard output, which has to be messages and nothing else. */
      async messages() {
        const { code, stderr } = await server.ended;
        folder.remove();
        const messages: { id?: unknown; method?: string; error?: { code: number }; result?: unknown }[] = [];
        let text = Buffer.from(received);
        while (text.length > 0) {
          const [header = '', length = ''] =
            /^Content-Length: (\d+)\r\n\r\n/.exec(text.toString('latin1')) ?? [];
          expect(header).not.toBe('');
          messages.push(JSON.parse(text.subarray(header.length, header.length + Number(length)).toString()));
          text = text.subarray(header.length + Number(length));
        }
        return { code, stderr, messages };
      },
    };
  }

  const initialize = { processId: null, rootUri: null, capabilities: {} };

  test('is kept from first to last: codes, refusals, unknown requests', async () => {
    const { request, notify, messages } = rawServer();
    request(1, 'textDocument/hover', {});
    notify('textDocument/didOpen');
    request(2, 'initialize', initialize);
    request(3, 'initialize', initialize);
    notify('initialized');
    request(4, 'spanwright/nonsense', {});
    request(5, 'textDocument/hover', {
      textDocument: { uri: 'file:///nowhere.span.toml' },
      position: { line: 0, character: 0 },
    });
    request(6, 'textDocument/hover', {});
    notify('$/nonsense');
    request(7, 'shutdown');
    request(8, 'textDocument/hover', {});
    notify('exit');
    const { code, stderr, messages: all } = await messages();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const answers = new Map(
      all.flatMap(({ id, error, result }) =>
        id === undefined ? [] : [[id, error?.code ?? result] as const],
      ),
    );
    expect(answers.get(1)).toBe(-32002);
    expect(answers.get(2)).toMatchObject({
      serverInfo: { name: 'spanwright' },
      capabilities: { positionEncoding: 'utf-16' },
    });
    expect(answers.get(3)).toBe(-32600);
    expect(answers.get(4)).toBe(-32601);
    expect(answers.get(5)).toBeNull();
    expect(answers.get(6)).toBe(-32603);
    expect(answers.get(7)).toBeNull();
    expect(answers.get(8)).toBe(-32600);
  });

  test('bears nonsense, and goes on after it', async () => {
    const { request, send, write, notify, messages } = rawServer();
    request(1, 'initialize', initialize);
    send('{"jsonrpc": "2.0", "id": 2, "method"');
    send('[1, 2]');
    send('null');
    send('"text"');
    send({ neither: 'request', nor: 'answer' });
    send({ jsonrpc: '2.0', id: 77, result: 'to nobody' });
    write('Content-Length: -5\r\n\r\n');
    write('Content-Length: many\r\n\r\n');
    write('No-Length: 5\r\n\r\n');
    write('nonsense\r\n\r\n');
    write('x'.repeat(20_000));
    write('\r\n\r\n');
    write(`Content-Length: 99999999999\r\n\r\n`.replace('99999999999', String(65 * 1024 * 1024)));
    write('y'.repeat(65 * 1024 * 1024));
    send({ jsonrpc: '2.0', method: 'textDocument/didOpen', params: null });
    send({
      jsonrpc: '2.0',
      method: 'textDocument/didChange',
      params: { textDocument: { uri: 1 }, contentChanges: 5 },
    });
    request(3, 'shutdown');
    notify('exit');
    const { code, stderr, messages: all } = await messages();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(all.filter(({ id }) => id === null).map(({ error }) => error?.code)).toEqual(
      expect.arrayContaining([-32700, -32600]),
    );
    expect(all.find(({ id }) => id === 3)).toMatchObject({ result: null });
  });

  test('ends with 1 where it was not asked to shut down first', async () => {
    const exited = rawServer();
    exited.request(1, 'initialize', initialize);
    exited.notify('exit');
    expect((await exited.messages()).code).toBe(1);
    const left = rawServer();
    left.request(1, 'initialize', initialize);
    left.server.child.stdin.end();
    expect((await left.messages()).code).toBe(1);
  });

  test('ends with 0 when the editor goes after the shutdown', async () => {
    const { server, request, messages } = rawServer();
    request(1, 'initialize', initialize);
    request(2, 'shutdown');
    server.child.stdin.end();
    expect((await messages()).code).toBe(0);
  });

  test('ends when the process that it serves is gone, even while the pipe stays open', async () => {
    const parent = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const { request, messages } = rawServer();
    request(1, 'initialize', { ...initialize, processId: parent.pid });
    parent.kill('SIGKILL');
    expect((await messages()).code).toBe(1);
  });

  test('is spoken under `--stdio` too, which some editors add', async () => {
    const folder = makeFolder({});
    const { child, ended } = startServer(folder.path, ['--stdio']);
    child.stdin.end();
    expect((await ended).code).toBe(1);
    folder.remove();
  });
});

test('a huge document costs little, and the server lives on', async () => {
  const editor = await editorIn();
  const huge = `${meta}${rest}${'# a comment that goes on and on\n'.repeat(600_000)}`;
  expect(codes(await editor.diagnose('huge.span.toml', huge))).toEqual(['SW2024']);
  expect(await editor.ask('textDocument/completion', 'x.span.toml', '[met‸')).not.toEqual([]);
});

// In CI a missing strace fails the test, rather than prove nothing.
test.skipIf(process.env.CI === undefined && !canTrace())(
  'a session writes nothing, starts nothing and connects to nothing',
  async () => {
    const folder = makeFolder({ 'x.span.toml': `${meta}${rest}`, 'parts.tera': '' });
    const log = makeFolder({});
    const trace = join(log.path, 'trace');
    const calls =
      'execve,socket,connect,bind,openat,open,creat,mkdir,mkdirat,rename,renameat2,unlink,unlinkat';
    const editor = new Editor(folder.path, ['strace', '-f', '-o', trace, '-e', `trace=${calls}`]);
    open.push({ folder, editor });
    await editor.initialize();
    await editor.diagnose('x.span.toml', `${meta}nonsense = 1\n${rest}`);
    await editor.ask(
      'textDocument/completion',
      'y.clnrm.toml.tera',
      '{% include "parts.tera" %}{% include "‸" %}',
    );
    await editor.ask('textDocument/formatting', 'z.span.toml', 'a=1‸', { options: {} });
    expect((await editor.end()).code).toBe(0);
    const lines = readFileSync(trace, 'utf8').split('\n');
    const asked = lines.filter((line) =>
      /execve|socket|connect|bind|mkdir|rename|unlink|creat\(|O_WRONLY|O_RDWR|O_CREAT/.test(line),
    );
    // Node itself, and nothing after it.
    expect(asked.map((line) => line.replace(/^\d+ +/, ''))).toEqual([expect.stringMatching(/^execve\(/)]);
    expect(lines.some((line) => line.includes('parts.tera'))).toBe(true);
    log.remove();
  },
);

test('no other command loads the language server', () => {
  const chunks = globSync('dist/**/*.js', { cwd: root }).filter((name) =>
    readFileSync(join(root, name), 'utf8').includes('vscode-jsonrpc'),
  );
  expect(chunks.map((name) => basename(name).replace(/-.*/, ''))).toEqual(['lsp']);
});

describe('docs/editors.md', () => {
  const page = readFileSync(join(root, 'docs/editors.md'), 'utf8');
  const block = (language: string, holding: string) => {
    const blocks = [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].filter(([, each]) => each === language);
    return blocks.map(([, , text = '']) => text).find((text) => text.includes(holding)) ?? '';
  };

  test('promises what the server says it can do', async () => {
    const folder = makeFolder({});
    const editor = new Editor(folder.path);
    open.push({ folder, editor });
    const { capabilities } = await editor.initialize();
    const promised = [...page.matchAll(/`textDocument\/(\w+)`/g)].map(([, name = '']) => name);
    const provided = Object.keys(capabilities).flatMap((key) => /^(\w+)Provider$/.exec(key)?.[1] ?? []);
    const named = promised.map((name) => name.replace(/^formatting$/, 'documentFormatting'));
    expect(named.sort()).toEqual([...provided, 'publishDiagnostics'].sort());
  });

  test('has snippets that call the server for its files', () => {
    const settings = JSON.parse(block('json', 'glspc'));
    expect([settings['glspc.server.command'], ...settings['glspc.server.commandArguments']]).toEqual([
      'spanwright',
      'lsp',
    ]);
    expect(block('lua', 'vim.lsp')).toContain("cmd = { 'spanwright', 'lsp' }");
    const { root: helix, diagnostics } = parseToml({
      file: 'languages.toml',
      text: block('toml', 'language-server'),
    });
    expect(diagnostics).toEqual([]);
    expect(helix?.entries.has('language-server')).toBe(true);
    const globs = [...block('toml', 'language-server').matchAll(/glob = "\*([^"]+)"/g)].map(
      ([, ending = '']) => ending,
    );
    const files = ['x.span.toml', 'x.clnrm.toml', 'x.span.toml.njk', 'x.clnrm.toml.tera', 'x.span.toml.j2'];
    for (const file of files) {
      expect(isScenarioFile(file)).toBe(true);
      expect(
        globs.some((ending) => file.endsWith(ending)),
        file,
      ).toBe(true);
    }
  });
});
