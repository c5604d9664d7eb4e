import { describe, expect, test } from 'vitest';
import { loadScenarioFile } from '../load.ts';

/** Problems as `code line:column message`, and the hint after a bar. `[meta]` is put after what is given. */
function problems(text: string, file = 'a.span.toml'): string[] {
  const content = `${text}[meta]\nname = "example"\nversion = "1"\n`;
  return loadScenarioFile({ file, dir: '/', content }).diagnostics.map(({ code, place, message, hint }) => {
    return `${code} ${place?.line}:${place?.column} ${message}${hint ? ` | ${hint}` : ''}`;
  });
}

const api = '[service.api]\ncommand = ["api"]\nports = { http = "auto" }\n';
const list = '[[scenario]]\nname = "list"\nrun = "ls"\n';

describe('services', () => {
  test.each([
    ['[service.a]\ncommand = "a"\n', []],
    ['[service.a]\nimage = "a"\n', []],
    ['[service.a]\nplugin = "process"\nimage = "a"\n', ['SW5003 1:1 the service a has no command to run']],
    [
      '[service.a]\nplugin = "generic_container"\ncommand = "a"\n',
      ['SW5005 1:1 the service a has no image, which the plugin "generic_container" needs'],
    ],
    ['[service.a]\nplugin = "ollama"\n', []],
    [
      '[service.a]\nplugin = "chaos_engine"\n',
      ['SW4008 2:10 the plugin "chaos_engine" of older clnrm versions is not available'],
    ],
    ['[service.a]\ncommand = 5\n', ['SW3002 2:11 `command` is the integer 5']],
  ])('%j', (text, expected) => {
    expect(problems(text + list).map((line) => line.split(' | ')[0])).toEqual(expected);
  });

  test.each([
    ['image = "a"', []],
    ['plugin = "surrealdb"', []],
    ['plugin = "alpine"', ['SW4008']],
    ['env = {}', ['SW5005']],
  ])('in clnrm files: %s', (line, codes) => {
    const text = `[service.a]\n${line}\n${list}`;
    expect(problems(text, 'a.clnrm.toml').map((each) => each.slice(0, 6))).toEqual(codes);
  });

  test('a readiness check names a port of its own service', () => {
    expect(problems(`${api}ready = { tcp = "htp" }\n${list}`)).toEqual([
      'SW4006 4:17 the service api has no port "htp" | did you mean "http"?',
    ]);
    expect(problems(`${api}ready = { tcp = "http" }\n${list}`)).toEqual([]);
  });
});

describe('references', () => {
  test('a step runs in the surroundings of a service that its scenario starts', () => {
    const text = `${api}[service.db]\ncommand = ["db"]\ndepends_on = ["api"]\n[service.mail]\ncommand = ["mail"]\n`;
    const scenario = (service: string) =>
      `[[scenario]]\nname = "s"\nservices = ["db"]\n[[scenario.steps]]\ncommand = ["x"]\nservice = "${service}"\n`;
    expect(problems(text + scenario('api'))).toEqual([]);
    expect(problems(text + scenario('mail'))).toEqual([
      'SW4002 14:11 the scenario does not start the service "mail" | add "mail" to `services` of the scenario',
    ]);
    expect(problems(text + scenario('dbb'))).toEqual([
      'SW4002 14:11 there is no service "dbb" | did you mean "db"?',
    ]);
  });

  test('each name of a list is placed', () => {
    expect(problems(`${api}depends_on = ["api2", "zzz"]\n${list}services = ["nothing"]\n`)).toEqual([
      'SW4002 4:15 there is no service "api2" | did you mean "api"?',
      'SW4002 4:23 there is no service "zzz" | known: api',
      'SW4002 8:13 there is no service "nothing" | known: api',
    ]);
  });

  test('a service at fault is known all the same', () => {
    expect(
      problems(`[service.api]\ncommand = 5\n[[scenario]]\nname = "s"\nservice = "api"\nrun = "ls"\n`),
    ).toEqual(['SW3002 2:11 `command` is the integer 5 | write `command = "5"`']);
  });
});

describe('cycles', () => {
  const service = (name: string, needs: string) =>
    `[service.${name}]\ncommand = "x"\ndepends_on = [${needs}]\n`;
  test.each([
    [service('a', '"a"'), ['services depend on each other: a -> a']],
    [
      service('a', '"b"') + service('b', '"c"') + service('c', '"a"'),
      ['services depend on each other: a -> b -> c -> a'],
    ],
    [
      service('a', '"b"') + service('b', '"c"') + service('c', '"b"'),
      ['services depend on each other: b -> c -> b'],
    ],
    [service('a', '"b", "c"') + service('b', '"d"') + service('c', '"d"') + service('d', ''), []],
    [
      service('a', '"b"') + service('b', '"a"') + service('c', '"d"') + service('d', '"c"'),
      ['services depend on each other: a -> b -> a', 'services depend on each other: c -> d -> c'],
    ],
  ])('%#', (text, expected) => {
    const messages = problems(text + list).map((line) => line.replace(/^SW4004 \d+:\d+ | \|.*$/g, ''));
    expect(messages).toEqual(expected);
  });

  test('of scenarios', () => {
    const text = `${list}depends_on = ["count"]\n[[scenario]]\nname = "count"\nrun = "wc"\ndepends_on = ["list"]\n`;
    expect(problems(text)[0]).toContain('scenarios depend on each other: list -> count -> list');
  });

  test('a long chain is followed to its end', () => {
    const chain = Array.from({ length: 5_000 }, (_, index) =>
      service(`s${index}`, `"s${(index + 1) % 5_000}"`),
    ).join('');
    expect(problems(chain + list)).toHaveLength(1);
  });
});

describe('commands', () => {
  test('a step whose command is wrong has one', () => {
    expect(problems('[[scenario]]\nname = "s"\nsteps = [{ command = true }]\n')).toEqual([
      'SW3002 3:22 `command` is true | write `command = "true"`',
    ]);
  });

  test('a line is split only where no shell reads it', () => {
    expect(problems('[[scenario]]\nname = "s"\nrun = "echo \\"it\'s\\" \'"\n')).toEqual([
      'SW3016 3:22 the command cannot be split into words: the single quote is never closed | close the quote, write the words as an array, or set `shell = true`',
    ]);
    expect(problems('[[scenario]]\nname = "s"\nrun = "echo \'"\nshell = true\n')).toEqual([]);
    expect(problems(`${api}ready.command = "'"\n${list}`)[0]).toMatch(/^SW3016 4:18 /);
  });

  test.each([
    ['run = "a"\ncommand = "b"\n', 'SW3015 4:1 `run` and `command` both say what the scenario does'],
    ['run = "a"\nsteps = [{ run = "b" }]\n', 'SW3015 4:1 `run` and `steps` both say what the scenario does'],
    [
      'shell = true\nsteps = [{ run = "b" }]\n',
      'SW3015 3:1 `shell` of a scenario goes with `run`, and there is none',
    ],
    ['steps = []\n', 'SW5002 1:1 the scenario has no steps'],
    ['steps = 5\n', 'SW3002 3:9 `steps` is the integer 5'],
  ])('%j', (text, expected) => {
    expect(problems(`[[scenario]]\nname = "s"\n${text}`)[0]).toContain(expected);
  });
});

describe('a mistyped key', () => {
  test.each([
    ['[[scenario]]\nname = "s"\nrnu = "ls"\n', 'did you mean `run`?'],
    ['[[scenario]]\nnmae = "s"\nrun = "ls"\n', 'did you mean `name`?'],
    ['[[scenario]]\nname = "s"\nsteps = [{ cmd = "ls" }]\n', 'write `command`'],
    [`[service.a]\ncomand = "a"\n${list}`, 'did you mean `command`?'],
    [`[service.a]\nplugin = "container"\nimgae = "a"\n${list}`, 'did you mean `image`?'],
  ])('%j is reported once, not also as missing', (text, hint) => {
    const found = problems(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(hint);
  });
});

describe('captures', () => {
  test.each([
    ['{ stdout = "a" }', []],
    ['{ stdout = "a", json = "$.b" }', ['SW5004 5:14 the capture id has the sources stdout, json']],
    ['{ stdout = "(" }', ['SW3008 5:26 `stdout` is "(": missing closing )']],
  ])('%s', (capture, expected) => {
    expect(
      problems(`[[scenario]]\nname = "s"\n[[scenario.steps]]\nrun = "ls"\ncapture.id = ${capture}\n`),
    ).toEqual(expected);
  });
});

describe('placeholders', () => {
  const inStep = (text: string, more = '') =>
    problems(`${api}[[scenario]]\nname = "s"\n[[scenario.steps]]\nrun = ${JSON.stringify(text)}\n${more}`);

  test.each([
    '${service.api.port.http} ${service.api.host}',
    '${otlp.endpoint} ${otlp.http.endpoint} ${otlp.grpc.endpoint}',
    '${scenario.dir} ${scenario.id} ${run.id} ${project.dir}',
    '${env.HOME} ${env.TOKEN:-none}',
    '$${HOME} $${service.nothing}',
    "sh -c 'echo ${HOME} ${#list}'",
  ])('%s is well', (text) => {
    expect(inStep(text)).toEqual([]);
  });

  test.each([
    ['a ${service.ap.port.http}', 'SW4006 7:10 there is no service "ap" | did you mean "api"?'],
    ['${service.api.port.grpc}', 'SW4006 7:8 the service "api" has no port "grpc" | known: http'],
    [
      '${service.api.prt.http}',
      'SW4005 7:8 there is no placeholder `${service.api.prt.http}` | did you mean `${service.api.port.http}`?',
    ],
    [
      '${otlp.endpiont}',
      'SW4005 7:8 there is no placeholder `${otlp.endpiont}` | did you mean `${otlp.endpoint}`?',
    ],
    [
      '${secnario.dir}',
      'SW4005 7:8 there is no placeholder `${secnario.dir}` | did you mean `${scenario.dir}`?',
    ],
    ['${capture.id}', 'SW4006 7:8 no earlier step captures "id"'],
    [
      '${run.id',
      'SW4005 7:8 `${` is not a placeholder, and no shell reads this text | write `$${` for a plain `${`',
    ],
  ])('%s is not', (text, expected) => {
    expect(inStep(text)).toEqual([expected]);
  });

  test('a capture is known in later steps only', () => {
    const capture = 'capture.id = { stdout = "a" }\n';
    const later =
      '[[scenario.steps]]\ncommand = ["echo", "${capture.id}"]\nexpect.stdout.contains = "${capture.id}"\n';
    expect(inStep('ls', capture + later)).toEqual([]);
    expect(inStep('ls ${capture.id}', capture)).toEqual(['SW4006 7:11 no earlier step captures "id"']);
    expect(problems(`[service.a]\nrun = "a \${capture.id}"\n${list}`)).toEqual([
      'SW4006 2:10 captured values are known only in later steps',
    ]);
  });

  test('input and expected output may hold what is not a placeholder', () => {
    expect(inStep('ls', 'stdin = "${x}"\nexpect.stdout.contains = "${x}"\n')).toEqual([]);
    expect(inStep('ls', 'env = { A = "${x}" }\n')).toHaveLength(1);
  });

  test('expectations about spans replace none', () => {
    const text = `${list}[[expect.span]]\nname = "GET \${run.id}"\nattrs.all = { a = "\${x.y}" }\n`;
    expect(problems(text).map((line) => line.slice(0, 11))).toEqual(['SW4007 5:13']);
  });

  test('in clnrm files only what is surely a placeholder is one', () => {
    const text =
      '[[scenario]]\nname = "s"\nrun = "echo ${HOME} ${r.status} ${service.a.host}"\n[[expect.span]]\nname = "${run.id}"\n';
    expect(problems(text, 'a.clnrm.toml')).toEqual(['SW4006 3:33 there is no service "a"']);
  });
});
