import { describe, expect, test } from 'vitest';
import { parseTemplate } from '../../render/index.ts';
import { edited } from '../fixture.ts';
import { complete } from './index.ts';
import { plainText } from './offer.ts';
import { tagsOf } from './template.ts';

type Options = Parameters<typeof edited>[1];

function items(marked: string, options?: Options) {
  const { file, offset, project } = edited(marked, options);
  return { file, items: complete({ file, offset, project }, { snippets: true, markdown: true }) };
}

function labels(marked: string, options?: Options): string[] {
  return items(marked, options).items.map(({ label }) => label);
}

/** The text after choosing an item, its snippet as it is. */
function chosen(marked: string, label: string, options?: Options): string {
  const { file, items: all } = items(marked, options);
  const item = all.find((each) => each.label === label);
  if (!item?.textEdit || !('range' in item.textEdit)) throw new Error(`nothing is offered as ${label}`);
  const { range, newText } = item.textEdit;
  const [start, end] = [file.lines.offsetAt(range.start), file.lines.offsetAt(range.end)];
  return file.text.slice(0, start) + newText + file.text.slice(end);
}

const api = '[service.api]\ncommand = "api"\nports = { http = "auto" }\n';

describe('keys', () => {
  test('are those of the table that are not there yet, required ones first', () => {
    const offered = labels('[meta]\nversion = "1"\n‸\n');
    expect(offered[0]).toBe('name');
    expect(offered).toContain('description');
    expect(offered).not.toContain('version');
  });

  test('come with their value to be filled in', () => {
    expect(chosen('[[scenario]]\nna‸\n', 'name')).toBe('[[scenario]]\nname = "$0"\n');
    expect(chosen('[[scenario]]\ntime‸', 'timeout')).toBe('[[scenario]]\ntimeout = "$0"');
    expect(chosen('[service.api]\n‸', 'telemetry')).toContain('telemetry = ${1|true,false|}');
  });

  test('leave a value that is there already alone', () => {
    expect(chosen('[[scenario]]\nna‸ = "x"\n', 'name')).toBe('[[scenario]]\nname = "x"\n');
  });

  test('are told apart by the item of a list they are in', () => {
    const text = '[[scenario]]\nname = "a"\n[[scenario]]\n‸\n';
    expect(labels(text)).toContain('name');
  });

  test('of tables count wherever the table goes on', () => {
    const text = '[service.api]\ncommand = "x"\n[service.api.ready]\nhttp = "/"\n[meta]\nname = "x"\n';
    expect(labels(text.replace('"x"\n', '"x"\n‸\n'))).not.toContain('ready');
  });

  test('go on behind a dot and in braces, in half-typed lines too', () => {
    expect(labels('[[scenario.steps]]\nexpect.‸')).toEqual(['exit_code', 'stdout', 'stderr']);
    expect(labels('[[scenario.steps]]\nexpect.stdout.‸\nname = "x"')).toContain('contains');
    expect(labels('[service.api]\nready = { ht‸ }')).toContain('http');
    expect(labels('[service.api]\nready = { http = "/", ‸')).not.toContain('http');
    expect(labels('[[expect.span]]\nattrs.all = { "k" = { ‸')).toContain('gte');
  });

  test('of an older spelling are offered in clnrm files alone', () => {
    expect(labels('[[scenario]]\n‸')).not.toContain('timeout_ms');
    expect(labels('[[scenario]]\n‸', { path: '/project/x.clnrm.toml' })).toContain('timeout_ms');
  });

  test('of tables by span are the names of spans', () => {
    const text = '[[expect.span]]\nname = "GET /"\n[expect.status.by_name]\n‸\n';
    expect(chosen(text, 'GET /')).toContain('"GET /" = "${1|OK,ERROR,UNSET|}"');
  });

  test('of older clnrm tables are those of the native ones', () => {
    const path = '/project/x.clnrm.toml';
    expect(labels('[test.metadata]\n‸', { path })).toContain('description');
    expect(labels('[[steps]]\n‸', { path })).toContain('expected_output_regex');
    expect(labels('[services.db]\n‸', { path })).toContain('image');
  });
});

describe('headers', () => {
  test('are whole, with brackets and the keys a table must have', () => {
    expect(chosen('[sc‸', '[[scenario]]')).toBe('[[scenario]]\nname = "$1"\n$0');
    expect(chosen('[[expect.sp‸]]\n', '[[expect.span]]')).toBe('[[expect.span]]\nname = "$1"\n$0\n');
  });

  test('know the services of the file, and tables that cannot stand twice', () => {
    const offered = labels(`[meta]\nname = "x"\n${api}[‸]\n`);
    expect(offered).toContain('[service.api.ready]');
    expect(offered).toContain('[service.NAME]');
    expect(offered).toContain('[[scenario]]');
    expect(offered).not.toContain('[meta]');
    expect(offered).not.toContain('[service.api]');
  });

  test('go on from what is typed', () => {
    expect(labels('[service.api]\n[service.api.‸')).toContain('[service.api.stop]');
    expect(labels('[[scenario]]\n[scenario.expect.‸')).toContain('[[scenario.expect.span]]');
  });

  test('are offered at the begin of a line, and at the top nothing else', () => {
    expect(labels('‸').every((label) => label.startsWith('['))).toBe(true);
    expect(labels('[meta]\nname = "x"\n‸')).toContain('[[scenario]]');
    expect(chosen('[[scenario]]\nname = "a"\nste‸\n', '[[scenario.steps]]')).toContain(
      '\n[[scenario.steps]]\n',
    );
  });

  test('that exist keep what follows them', () => {
    expect(chosen('[ser‸]\ncommand = "x"\n', '[service.NAME]')).toBe('[service.${1:name}]\ncommand = "x"\n');
  });
});

describe('values', () => {
  test('are the words of a choice, in quotes or between them', () => {
    expect(chosen('[otel]\nexporter = ‸', '"stdout"')).toBe('[otel]\nexporter = "stdout"');
    expect(chosen('[otel]\nexporter =‸', '"stdout"')).toBe('[otel]\nexporter = "stdout"');
    expect(chosen('[otel]\nexporter = "st‸', 'stdout')).toBe('[otel]\nexporter = "stdout');
    expect(chosen('[otel]\nexporter = "st‸"', 'stdout')).toBe('[otel]\nexporter = "stdout"');
    expect(labels('[[expect.span]]\nkind = "‸"')).toEqual([
      'internal',
      'server',
      'client',
      'producer',
      'consumer',
    ]);
  });

  test('are booleans, and durations with their units', () => {
    expect(labels('[service.a]\ntelemetry = ‸')).toEqual(['true', 'false']);
    expect(labels('[[scenario]]\ntimeout = "30‸"')).toEqual(['30ms', '30s', '30m', '30h']);
    expect(labels('[[scenario]]\ntimeout = ‸')).toContain('"5s"');
  });

  test('are services where one is referred to, without the service itself', () => {
    const text = `${api}[service.db]\ncommand = "db"\n`;
    expect(labels(`${text}depends_on = ["‸"]`)).toEqual(['api']);
    expect(labels(`${text}[[scenario]]\nservices = [‸`)).toContain('"db"');
    expect(labels(`${text}[[scenario]]\nservices = ‸`)).toContain('["db"]');
    expect(labels(`${text}[[scenario]]\n[[scenario.steps]]\nservice = "‸`)).toEqual(['api', 'db']);
  });

  test('are other scenarios in depends_on', () => {
    const text = '[[scenario]]\nname = "a"\n[[scenario]]\nname = "b"\ndepends_on = ["‸"]';
    expect(labels(text)).toEqual(['a']);
  });

  test('are spans where one is referred to', () => {
    const spans = '[[expect.span]]\nname = "checkout"\n[[expect.span]]\nname = "GET /é"\n';
    expect(labels(`${spans}parent = "‸"`)).toEqual(['checkout', 'GET /é']);
    expect(labels(`${spans}[expect.order]\nmust_precede = [["checkout", "‸"]]`)).toEqual([
      'checkout',
      'GET /é',
    ]);
    expect(labels(`${spans}[[expect.window]]\nouter = "‸`)).toEqual(['checkout', 'GET /é']);
    expect(labels(`${spans}[[scenario]]\n[scenario.expect.graph]\nmust_include = [["‸`)).toContain(
      'checkout',
    );
  });

  test('are names that wait to be declared, where one is', () => {
    const text =
      '[expect.graph]\nmust_include = [["a", "b"]]\n[[expect.span]]\nname = "a"\n[[expect.span]]\nname = "‸"';
    expect(labels(text)).toEqual(['b']);
  });

  test('are ports of the service in its readiness', () => {
    expect(labels(`${api}ready.tcp = "‸"`)).toEqual(['http']);
  });

  test('are not what is being typed', () => {
    expect(labels('[[expect.span]]\nname = "a"\nparent = "zz‸"')).toEqual(['a']);
  });
});

describe('placeholders', () => {
  const text = `${api}[[scenario]]\nname = "a"\n[[scenario.steps]]\nrun = "x"\ncapture.id = { json = "$.id" }\n[[scenario.steps]]\n`;

  test('are those of services, ports and earlier captures', () => {
    const offered = labels(`${text}run = "curl \${‸"`);
    expect(offered).toEqual(
      expect.arrayContaining([
        '${service.api.port.http}',
        '${service.api.host}',
        '${capture.id}',
        '${otlp.endpoint}',
      ]),
    );
  });

  test('replace what is typed of them, braces and all', () => {
    expect(chosen(`${text}run = "curl \${serv‸}/x"`, '${service.api.host}')).toContain(
      '"curl ${service.api.host}/x"',
    );
    expect(chosen(`${text}run = "curl $‸`, '${env.NAME}')).toContain('"curl \\${env.${1:NAME}\\}');
  });

  test('are offered only where they are replaced, and not for a plain `$`', () => {
    expect(labels('[meta]\nname = "${‸"')).toEqual([]);
    expect(labels(`${text}run = "$\${‸"`).filter((label) => label.startsWith('$'))).toEqual([]);
  });

  test('do not know what later steps capture', () => {
    const early = text.replace('run = "x"', 'run = "${‸"');
    expect(labels(early)).not.toContain('${capture.id}');
  });
});

describe('templates', () => {
  const path = '/project/x.clnrm.toml.tera';

  test('offer variables, functions and macros in output', () => {
    const text =
      '{% import "_macros.toml.tera" as m %}\n[vars]\nwho = "Ada"\n{% set n = 1 %}\n[meta]\nname = "{{ ‸ }}"';
    const offered = labels(text, { path });
    expect(offered).toEqual(
      expect.arrayContaining(['who', 'shared', 'n', 'svc', 'm', 'env', 'sha256', 'now_rfc3339']),
    );
    expect(chosen(text, 'sha256', { path })).toContain('{{ sha256(s=$1) }}');
  });

  test('offer filters behind a bar, tests behind `is`, members behind a dot', () => {
    expect(labels('a = "{{ x | up‸ }}"', { path })).toEqual(
      expect.arrayContaining(['upper', 'default', 'toml_encode']),
    );
    expect(labels('{% if x is ‸ %}{% endif %}', { path })).toEqual(
      expect.arrayContaining(['defined', 'starting_with']),
    );
    expect(labels('[vars]\nwho = 1\n[meta]\nname = "{{ vars.‸ }}"', { path })).toEqual(
      expect.arrayContaining(['who', 'shared', 'svc']),
    );
    expect(labels('{% set n = 1 %}{{ vars.‸ }}', { path })).not.toContain('n');
    expect(labels('[matrix]\nn = [1]\n[meta]\nname = "{{ matrix.‸"', { path })).toEqual(['n']);
  });

  test('offer the macros of an imported file, and of what is built in', () => {
    const files = { '/project/lib.tera': '{% macro step(name, shell=true) %}{% endmacro %}' };
    expect(labels('{% import "lib.tera" as l %}\n{{ l::‸ }}', { path, files })).toEqual(['step']);
    expect(labels('{% import "_macros.toml.tera" as m %}\n{{ m::‸', { path })).toContain('span');
  });

  test('offer tags, closed where they are not, and files to include', () => {
    expect(chosen('{% fo‸', 'for', { path })).toBe('{% for ${1:item} in ${2:list} %\\}$0{% endfor %\\}');
    const files = { '/project/parts.tera': '', '/project/notes.md': '' };
    expect(labels('{% include "‸" %}', { path, files })).toEqual(['parts.tera', '_macros.toml.tera']);
  });

  test('are completed as TOML outside of their tags', () => {
    const text = '{% for n in [1, 2] %}\n[[scenario]]\nname = "{{ n }}"\n‸\n{% endfor %}';
    expect(labels(text, { path })).toContain('run');
    expect(labels(text, { path })).not.toContain('name');
  });

  test.each(['tera', 'nunjucks'] as const)('every tag offered is one of %s', (dialect) => {
    const opening = tagsOf[dialect].filter(([name]) => !/^(?:end|el|break|continue)/.test(name));
    for (const [name, snippet] of opening) {
      const file = `x.${dialect === 'tera' ? 'tera' : 'njk'}`;
      const parsed = parseTemplate({ file, text: `{% ${plainText(snippet)} %}`, dialect });
      const codes = 'diagnostics' in parsed ? parsed.diagnostics.map(({ code }) => code) : [];
      expect(codes, name).not.toContain('SW1104');
    }
  });
});

describe('nothing is offered', () => {
  test.each([
    ['in a comment', '[meta]\n# na‸'],
    ['behind a value', '[meta]\nname = "x" ‸'],
    ['behind a header', '[meta] ‸'],
    ['where an equals sign is due', '[meta]\nname ‸'],
    ['in free text', '[meta]\nname = "‸"'],
    ['in a table nobody knows', '[nobody]\nkno‸ = 1'],
  ])('%s', (_, marked) => expect(labels(marked)).toEqual([]));
});

test('without snippets the same is inserted, gaps left empty', () => {
  const { file, offset, project } = edited('[sc‸');
  const all = complete({ file, offset, project }, { snippets: false, markdown: false });
  const scenario = all.find(({ label }) => label === '[[scenario]]');
  expect(scenario).toMatchObject({ insertTextFormat: 1, textEdit: { newText: '[[scenario]]\nname = ""\n' } });
  expect(plainText('"${1|a,b|}" ${2:x} \\${y\\} $0')).toBe('"a" x ${y} ');
});
