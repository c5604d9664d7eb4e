import { describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { formatScenario, loadScenarioFile } from '../scenario/index.ts';
import { validateAll } from '../validate/index.ts';
import { codeActions, formatting, protocolDiagnostics, readEdited } from './index.ts';

const FILE = 'x.span.toml';
const PATH = `/project/${FILE}`;
const uri = `file://${PATH}`;

function diagnosed(text: string, related = true) {
  const lines = TextDocument.create(uri, 'toml', 1, text);
  const { files } = validateAll([{ file: FILE, dir: '/project', content: text }], { load: loadPlain });
  const found = files.flatMap(({ diagnostics }) => diagnostics);
  const shown = protocolDiagnostics(
    found,
    { file: FILE, uri, lines },
    {
      related,
      other: () => ({ uri: 'x:', lines: undefined }),
      mention: () => undefined,
      tags: true,
      docs: (code) => `docs#${code}`,
    },
  );
  return { lines, found, shown };
}

function loadPlain(input: Parameters<typeof loadScenarioFile>[0]) {
  const { loaded, diagnostics } = loadScenarioFile(input);
  const uses = { clock: false, random: false, env: [] };
  return { files: loaded ? [loaded] : [], diagnostics, dependencies: [], uses };
}

const rest = '[[scenario]]\nname = "a"\nrun = "true"\n[[expect.span]]\nname = "s"\n';

describe('diagnostics', () => {
  test('are at their place, with what is expected and what to do', () => {
    const { shown } = diagnosed(`[meta]\nname = "x"\nverson = "1"\n${rest}`);
    expect(shown).toEqual([
      {
        range: { start: { line: 2, character: 0 }, end: { line: 2, character: 6 } },
        severity: 1,
        code: 'SW3003',
        codeDescription: { href: 'docs#SW3003' },
        source: 'spanwright',
        message: 'the key `verson` in `meta` is unknown\nhint: did you mean `version`?',
      },
    ]);
  });

  test.each([
    ['LF', '\n', ''],
    ['CRLF', '\r\n', ''],
    ['a byte order mark', '\n', '\ufeff'],
    ['wide characters before it', '\n', '# 日本語 🚀 é\n'],
  ])('mark what is meant, with %s', (_, eol, before) => {
    const text = `${before}meta = { name = "🚀é", verson = "1" }\n${rest}`.replaceAll('\n', eol);
    const { shown, lines } = diagnosed(text);
    expect(shown.map(({ range }) => lines.getText(range))).toEqual(['verson']);
  });

  test('mark what is meant behind a lone carriage return, which is a line end to editors only', () => {
    const { shown, lines } = diagnosed(`[meta]\nname = "x" # \r\nverson = "\r"\nbogus = 1\n${rest}`);
    expect(shown.map(({ range }) => lines.getText(range))).toContain('\r');
  });

  test('have related places, in the message where the editor shows none', () => {
    const text = `[meta]\nname = "x"\n${rest}${rest}`;
    const twice = diagnosed(text).shown.find(({ code }) => code === 'SW4001');
    expect(twice?.relatedInformation).toEqual([
      {
        message: 'the first one',
        location: { uri, range: { start: { line: 3, character: 7 }, end: { line: 3, character: 10 } } },
      },
    ]);
    const plain = diagnosed(text, false).shown.find(({ code }) => code === 'SW4001');
    expect(plain?.relatedInformation).toBeUndefined();
    expect(plain?.message).toContain('note: the first one (line 4)');
  });

  test('about what has no effect are tagged so', () => {
    const { shown } = diagnosed(`[meta]\nname = "x"\n[vars]\na = 1\n${rest}`);
    expect(shown.map(({ code, tags }) => [code, tags])).toEqual([['SW5006', [1]]]);
  });
});

describe('corrections', () => {
  /** The text after each correction at the first diagnostic. */
  function corrected(text: string): string[] {
    const { lines, found, shown } = diagnosed(text);
    const all = found.flatMap((each, index) => (shown[index] ? [{ found: each, shown: shown[index] }] : []));
    const [first] = shown;
    if (!first) throw new Error('nothing is wrong');
    return codeActions(all, first.range, { file: FILE, uri, lines }).map(({ edit }) =>
      TextDocument.applyEdits(lines, edit?.changes?.[uri] ?? []),
    );
  }

  test.each([
    ['a key', '[meta]\nname = "x"\nverson = "1"\n', '[meta]\nname = "x"\nversion = "1"\n'],
    ['a header', '[mta]\nname = "x"\n', '[meta]\nname = "x"\n'],
    [
      'a word',
      '[meta]\nname = "x"\n[otel]\nexporter = "sdtout"\n',
      '[meta]\nname = "x"\n[otel]\nexporter = "stdout"\n',
    ],
  ])('put %s right', (_, wrong, right) => {
    expect(corrected(wrong + rest)).toEqual([right + rest]);
  });

  test('put a name right, within quotes and within a placeholder', () => {
    const service = '[meta]\nname = "x"\n[service.api]\ncommand = "api"\n';
    const uses = (name: string) =>
      `${service}[[scenario]]\nname = "a"\nrun = "true"\nservices = ["${name}"]\n[[expect.span]]\nname = "s"\n`;
    expect(corrected(uses('apii'))).toEqual([uses('api')]);
    const calls = (name: string) =>
      `${service}[[scenario]]\nname = "a"\nrun = "curl \${service.${name}.host}"\n[[expect.span]]\nname = "s"\n`;
    expect(corrected(calls('apo'))).toEqual([calls('api')]);
    const placed = (name: string) =>
      `${service}[[scenario]]\nname = "a"\nrun = "x \${${name}}"\n[[expect.span]]\nname = "s"\n`;
    expect(corrected(placed('otlp.endpiont'))).toEqual([placed('otlp.endpoint')]);
  });
});

describe('formatting', () => {
  const lay = (text: string) => {
    const file = readEdited(PATH, text);
    const edits = formatting(file);
    return { edits, text: TextDocument.applyEdits(file.lines, edits) };
  };

  test.each([
    `[meta]\nname="x"\n\n\n\n${rest}`,
    `[meta]\r\nname="é"\r\n${rest.replaceAll('\n', '\r\n')}`,
    'a=1',
    'a = 1\n\n\n\n',
    '\n\n\na = 1',
    'a = "🚀"\nb=2\nc = "🚀"',
  ])('gives what fmt gives: %j', (text) => {
    expect(lay(text).text).toBe(formatScenario(text, { file: FILE }).text);
  });

  test('touches only the lines that change', () => {
    const { edits } = lay('[meta]\nname = "x"\nversion="1"\n\n[[scenario]]\nname = "a"\n');
    expect(edits.map(({ range }) => [range.start.line, range.end.line])).toEqual([[2, 3]]);
  });

  test('leaves what is canonical, and what cannot be read, as it is', () => {
    expect(lay('[meta]\nname = "x"\n').edits).toEqual([]);
    expect(lay('[meta\nname = "x').edits).toEqual([]);
  });
});
