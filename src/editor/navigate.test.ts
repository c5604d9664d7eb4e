import { describe, expect, test } from 'vitest';
import { edited } from './fixture.ts';
import { definitions, documentSymbols, type FoundPlace, highlights, hover, references } from './index.ts';

type Options = Parameters<typeof edited>[1];

/** Where definitions lead, as `file:line:column` from 1. */
function defined(marked: string, options?: Options): string[] {
  return definitions(edited(marked, options)).map(shown);
}

function shown({ path, range }: FoundPlace): string {
  return `${path.slice('/project/'.length)}:${range.start.line + 1}:${range.start.character + 1}`;
}

function hovered(marked: string, options?: Options): string | undefined {
  const contents = hover(edited(marked, options), { markdown: true })?.contents;
  return typeof contents === 'object' && 'value' in contents ? contents.value : undefined;
}

const api = '[service.api]\ncommand = "node api.mjs"\nports = { http = "auto" }\n';
const spans = '[[expect.span]]\nname = "GET /a"\n[[expect.span]]\nname = "GET /b"\n';

describe('definitions', () => {
  test('of services, from every place that names one', () => {
    expect(defined(`${api}[[scenario]]\nservices = ["a‸pi"]`)).toEqual(['main.span.toml:1:10']);
    expect(defined(`${api}[[scenario]]\nservice = "api‸"`)).toEqual(['main.span.toml:1:10']);
    expect(defined(`${api}[[scenario]]\nrun = "x \${service.‸api.host}"`)).toEqual(['main.span.toml:1:10']);
    expect(defined(`${api}[service.ap‸i.ready]\nhttp = "/"`)).toEqual(['main.span.toml:1:10']);
    expect(defined(`service.api.command = "x"\n[[scenario]]\nservices = ["‸api"]`)).toEqual([
      'main.span.toml:1:9',
    ]);
  });

  test('of ports and captured values, by what they belong to', () => {
    const text = `${api}[service.db]\ncommand = "db"\nports = { http = 1 }\n[[scenario]]\n`;
    expect(defined(`${text}run = "\${service.api.port.ht‸tp}"`)).toEqual(['main.span.toml:3:11']);
    expect(defined(`${text}run = "\${service.db.port.ht‸tp}"`)).toEqual(['main.span.toml:6:11']);
    const captured = `${text}[[scenario.steps]]\ncapture.id = { json = "$" }\n[[scenario.steps]]\nrun = "\${capture.i‸d}"`;
    expect(defined(captured)).toEqual(['main.span.toml:9:9']);
    expect(
      defined(captured.replace('capture.id', '[[scenario]]\nsteps = []\n[[scenario.steps]]\ncapture.other')),
    ).toEqual([]);
  });

  test('of scenarios', () => {
    const text = '[[scenario]]\nname = "a"\n[[scenario]]\nname = "b"\ndepends_on = ["‸a"]';
    expect(defined(text)).toEqual(['main.span.toml:2:9']);
  });

  test.each([
    ['parent', 'parent = "‸GET /a"'],
    ['when', 'when.span = "‸GET /a"'],
    ['window', '[[expect.window]]\nouter = "x"\ncontains = ["‸GET /a"]'],
    ['order', '[expect.order]\nmust_follow = [["x", "‸GET /a"]]'],
    ['graph', '[expect.graph]\nmust_include = [["‸GET /a", "x"]]'],
    ['trace', '[[expect.trace]]\nspan_names = ["‸GET /a"]'],
    ['counts', '[expect.counts.by_name]\n"GET‸ /a" = { eq = 1 }'],
    ['status', '[expect.status]\nby_name = { "GET‸ /a" = "OK" }'],
    ['readiness', '[service.x]\nready.span = "‸GET /a"'],
    ['a scenario of its own', '[[scenario]]\n[[scenario.expect.span]]\nparent = "‸GET /a"'],
  ])('of spans, from %s', (_, line) => expect(defined(spans + line)).toEqual(['main.span.toml:2:9']));

  test('of every span that a pattern matches', () => {
    expect(defined(`${spans}parent = "GET *‸"`)).toEqual(['main.span.toml:2:9', 'main.span.toml:4:9']);
  });

  test('through an include, of the file itself, and of macros and variables', () => {
    const path = '/project/tests/x.clnrm.toml.tera';
    const files = {
      '/project/tests/services.tera': '{# ours #}\n[service.db]\nimage = "db"\n',
      '/project/lib.tera': '\n{% macro step(name) %}{% endmacro %}',
    };
    const text = '{% import "lib.tera" as l %}\n{% include "services.tera" %}\n[vars]\nwho = "x"\n';
    const at = (marked: string) => defined(marked, { path, files });
    expect(at(`${text}[[scenario]]\nservices = ["‸db"]`)).toEqual(['tests/services.tera:2:10']);
    expect(at(text.replace('services.', 'servi‸ces.'))).toEqual(['tests/services.tera:1:1']);
    expect(at(text.replace('lib.', 'lib‸.'))).toEqual(['lib.tera:1:1']);
    expect(at(`${text}{{ l::st‸ep(name="x") }}`)).toEqual(['lib.tera:2:10']);
    expect(at(`${text}{{ wh‸o }}`)).toEqual(['tests/x.clnrm.toml.tera:4:1']);
    expect(at(`${text}{{ vars.who‸ }}`)).toEqual(['tests/x.clnrm.toml.tera:4:1']);
    expect(at(`${text}{{ nobody‸ }}`)).toEqual([]);
  });

  test('of what a tag makes are not guessed', () => {
    const path = '/project/x.clnrm.toml.tera';
    expect(defined('[service.{{ n }}]\n[[scenario]]\nservices = ["{{ ‸n }}"]', { path })).toEqual([]);
  });
});

test('references are everything that names the same', () => {
  const query = edited(`${spans}parent = "GET /a"\n[expect.graph]\nmust_include = [["GET /‸a", "x"]]`);
  const at = (withDeclaration: boolean) => references(query, { withDeclaration }).map(shown);
  expect(at(true)).toEqual(['main.span.toml:2:9', 'main.span.toml:5:11', 'main.span.toml:7:19']);
  expect(at(false)).toEqual(['main.span.toml:5:11', 'main.span.toml:7:19']);
  expect(highlights(query).map(({ kind }) => kind)).toEqual([3, 2, 2]);
});

describe('hover', () => {
  test('says of keys what the schema says', () => {
    expect(hovered('[[scenario]]\ntime‸out = "5s"')).toBe(
      '**`scenario.timeout`**: duration\n\nTime for services, steps and settling together; default `"5m"`.',
    );
    expect(hovered('[me‸ta]\n')).toContain('required');
    expect(hovered('[service.api]\nready = { time‸out = "1s" }')).toContain('default `"30s"`');
    expect(hovered('[[scenario]]\nname‸')).toContain('`scenario.name`');
    expect(hovered('[expect.cou‸nts.by_name]\n')).toContain('How many.');
  });

  test('says of names what they stand for and where that is', () => {
    const text = hovered(`${api}[[scenario]]\nservices = ["a‸pi"]`);
    expect(text).toBe(`**service** \`api\`, line 1\n\n\`\`\`toml\n${api.trimEnd()}\n\`\`\``);
    expect(hovered(`${spans}parent = "GET /a‸"`)).toContain('**span** `GET /a`, line 2');
    expect(hovered('[[scenario]]\nservices = ["‸nobody"]')).toBe(
      '**service** `nobody`: nothing in this file declares it',
    );
  });

  test('says what a placeholder stands for', () => {
    expect(hovered('[[scenario]]\nrun = "${otlp.‸endpoint}"')).toContain("scenario's own OTLP/HTTP receiver");
  });

  test('says of words in tags what they are', () => {
    const path = '/project/x.clnrm.toml.tera';
    const text = '{% import "_macros.toml.tera" as m %}\n[vars]\nwho = 1\n';
    expect(hovered(`${text}{{ sha‸256(s="x") }}`, { path })).toBe('**function** `sha256(s)`');
    expect(hovered(`${text}{{ who | upp‸er }}`, { path })).toBe('**filter** `upper()`');
    expect(hovered(`${text}{{ wh‸o }}`, { path })).toBe('**variable** `who`: `[vars]`');
    expect(hovered(`${text}{{ m::sp‸an(name="x") }}`, { path })).toContain('**macro** `span(name, parent=""');
  });

  test.each(['[meta]\nname = "‸x"', '[meta]\n# na‸me', '[nobody]\nkno‸ws = 1', '‸', 'name‸'])(
    'has nothing to say at %j',
    (marked) => {
      expect(hovered(marked)).toBeUndefined();
    },
  );
});

test('the outline is a tree of tables, named by what they are', () => {
  const { file } = edited(
    `[meta]\nname = "x"\n${api}[service.api.ready]\nhttp = "/"\n\n[[scenario]]\nname = "buys"\n[[scenario.steps]]\nrun = "x"\n\n[[scenario]]\n‸`,
  );
  const outline = (symbols: ReturnType<typeof documentSymbols>): unknown[] =>
    symbols.map(({ name, range, children = [] }) => [
      name,
      range.start.line,
      range.end.line,
      ...outline(children),
    ]);
  expect(outline(documentSymbols(file))).toEqual([
    ['meta', 0, 1],
    ['api', 2, 6, ['ready', 5, 6]],
    ['buys', 8, 11, ['steps', 10, 11]],
    ['scenario', 13, 13],
  ]);
});
