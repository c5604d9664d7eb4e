import type { DialectName } from './syntax/lexer.ts';

/** A template that tries to get out, or to take more than its share; each has to end with an error and its place. */
export interface Hostile {
  readonly name: string;
  readonly dialect: DialectName;
  readonly text: string;
}

const nunjucks = (name: string, text: string): Hostile => ({ name, dialect: 'nunjucks', text });
const tera = (name: string, text: string): Hostile => ({ name, dialect: 'tera', text });
const both = (name: string, text: string) => [
  nunjucks(`${name}, nunjucks`, text),
  tera(`${name}, tera`, text),
];

/** Published escapes from Nunjucks and Jinja2, and their kin. */
export const escapes: readonly Hostile[] = [
  nunjucks('Function through range', `{{ range.constructor("return process.env")() }}`),
  nunjucks('Function through a text', `{{ "".constructor.constructor("return 1")() }}`),
  nunjucks('Function through a list', `{{ [].constructor.constructor("return 1")() }}`),
  nunjucks('Function through a map', `{{ {}.constructor.constructor("return 1")() }}`),
  nunjucks(
    'Function through cycler',
    `{{ cycler.constructor("return process")().mainModule.require("fs") }}`,
  ),
  nunjucks('Function through joiner', `{{ joiner()["constructor"]("return 1")() }}`),
  nunjucks(
    'child_process',
    `{{ range.constructor("return global.process.mainModule.require('child_process')")() }}`,
  ),
  nunjucks('brackets and concatenation', `{{ ""["con" ~ "structor"]["con" ~ "structor"]("return 1")() }}`),
  nunjucks('attr filter', `{{ "" | attr("constructor") }}`),
  nunjucks('Jinja2 subclasses', `{{ ''.__class__.__mro__[1].__subclasses__() }}`),
  nunjucks('Jinja2 globals', `{{ self.__init__.__globals__.__builtins__.open("/etc/passwd").read() }}`),
  nunjucks('Jinja2 config', `{{ config.__class__.__init__.__globals__["os"].popen("id").read() }}`),
  nunjucks('Jinja2 lipsum', `{{ lipsum.__globals__["os"].popen("id").read() }}`),
  nunjucks('quote in a name', `{{ a"b }}`),
  nunjucks('quote and back-tick in a name', '{{ x"];process.exit`` }}'),
  nunjucks('code in a name', `{{ x;process.exit() }}`),
  nunjucks('dollar in a name', '{{ ${process.exit()} }}'),
  nunjucks(
    'regular expression literal',
    `{{ r/(a+)+$/.test("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!") }}`,
  ),
  nunjucks('method of a text', `{{ "a".repeat(100000000) }}`),
  nunjucks('method of a list', `{{ [1].map(range) }}`),
  nunjucks('call of a loop variable', `{% for i in [1] %}{{ loop.constructor() }}{% endfor %}`),
  nunjucks('macro as an object', `{% macro m() %}{% endmacro %}{{ m.constructor("return 1")() }}`),
  nunjucks(
    'caller as an object',
    `{% macro m() %}{{ caller.constructor("return 1") }}{% endmacro %}{% call m() %}{% endcall %}`,
  ),
  nunjucks('set of a prototype', `{% set x = {}.__proto__ %}{{ x.polluted }}`),
  nunjucks('asynchronous tags', `{% asyncEach x in [1] %}{% endeach %}`),
  nunjucks('extension tag', `{% run "id" %}`),
  nunjucks('template by expression', `{% import range as m %}{{ m.x() }}`),
  nunjucks('escaped name', `{{ "\\x63onstructor".constructor }}`),
  ...both('constructor as a variable', `{{ constructor }}`),
  ...both('__proto__ as a variable', `{{ __proto__ }}`),
  ...both('valueOf as a variable', `{{ valueOf }}`),
  ...both('hasOwnProperty as a variable', `{{ hasOwnProperty }}`),
  ...both('process as a variable', `{{ process.env.HOME }}`),
  ...both('globalThis as a variable', `{{ globalThis }}`),
  ...both('require', `{{ require(name="fs") }}`),
  ...both('prototype of vars', `{{ vars.__proto__ }}`),
  ...both('constructor of vars', `{{ vars["constructor"] }}`),
  ...both('environment beyond the allow list', `{{ env(name="SECRET") }}`),
  ...both('include of an absolute path', `{% include "/etc/passwd" %}`),
  ...both('include above the root', `{% include "../../../etc/passwd" %}`),
  ...both('include of a link that leads out', `{% include "leak.tera" %}`),
  ...both('import above the root', `{% import "../secret.tera" as m %}{{ 1 }}`),
  ...both('extends above the root', `{% extends "../secret.tera" %}`),
  ...both('NUL in a name', `{% include "a\0.tera" %}`),
  tera('get filter on the prototype', `{{ vars | get(key="__proto__") }}`),
  tera(
    'map of a prototype member',
    `{{ [vars] | map(attribute="constructor") | first | upper }}{{ nothing }}`,
  ),
];

const deep = (open: string, inner: string, close: string, times: number) =>
  open.repeat(times) + inner + close.repeat(times);

/** Files that the templates name, by name. */
export const around: Readonly<Record<string, string>> = {
  'self.tera': '{% include "self.tera" %}',
  'ping.tera': '{% include "pong.tera" %}',
  'pong.tera': '{% include "ping.tera" %}',
  'circle.tera': '{% extends "circle.tera" %}',
  ...Object.fromEntries(
    Array.from({ length: 12 }, (_, at) => [
      `ten${at}.tera`,
      at < 11 ? `{% include "ten${at + 1}.tera" %}`.repeat(10) : 'x',
    ]),
  ),
};

/** Macros of which each calls the one before it twice. */
function doubling(times: number): string {
  const macros = Array.from({ length: times }, (_, at) => {
    const inner = at === 0 ? 'x' : `{{ self::m${at - 1}() }}`.repeat(2);
    return `{% macro m${at}() %}${inner}{% endmacro %}`;
  });
  return macros.join('');
}

/** Templates that want too much time, memory or stack. */
export const bombs: readonly Hostile[] = [
  ...both('brackets', `{{ ${deep('(', '1', ')', 30_000)} }}`),
  ...both('lists', `{{ ${deep('[', '', ']', 30_000)} }}`),
  ...both('indices', `{{ x${deep('[x', '', ']', 30_000)} }}`),
  ...both('ifs', deep('{% if true %}', 'x', '{% endif %}', 8_000)),
  ...both('loops in the text', deep('{% for i in x %}', 'x', '{% endfor %}', 8_000)),
  ...both('negations', `{{ ${'not '.repeat(30_000)}x }}`),
  ...both('filters', `{{ "a"${' | upper'.repeat(30_000)} }}`),
  ...both('sums', `{{ 1${' + 1'.repeat(30_000)} }}`),
  ...both('joined texts', `{{ "a"${' ~ "a"'.repeat(30_000)} }}`),
  nunjucks('signs', `{{ ${'-'.repeat(30_000)}1 }}`),
  nunjucks('powers', `{{ 9${' ** 9'.repeat(10_000)} }}`),
  nunjucks('range', `{% for i in range(1000000000) %}x{% endfor %}`),
  nunjucks(
    'nested loops',
    '{% for a in range(60000) %}{% for b in range(60000) %}{% for c in range(60000) %}x{% endfor %}{% endfor %}{% endfor %}',
  ),
  nunjucks(
    'text doubled',
    `{% set s = "aaaaaaaaaaaaaaaa" %}{% for i in range(60) %}{% set s = s + s %}{% endfor %}{{ s }}`,
  ),
  nunjucks('macro that calls itself', `{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}`),
  nunjucks(
    'lists doubled through a cycler',
    `{% set l = [1] %}{% for i in range(60) %}{% set c = cycler([l, l]) %}{% set l = c.next() %}{% endfor %}{{ l }}`,
  ),
  nunjucks(
    'links',
    `{% set s = "a.com " %}{% for i in range(60) %}{% set s = (s ~ s) | urlize %}{% endfor %}`,
  ),
  nunjucks('center', `{{ "x" | center(1000000000) }}`),
  nunjucks('indent', `{{ "a\nb" | indent(1000000000) }}`),
  nunjucks('batch', `{{ [1] | batch(1000000000, "x") }}`),
  nunjucks(
    'replace that grows',
    `{% set s = "aaaaaaaaaaaaaaaa" %}{% for i in range(60) %}{% set s = s | replace("a", "aa") %}{% endfor %}`,
  ),
  tera('range', `{% for i in range(end=1000000000) %}x{% endfor %}`),
  tera('step of zero', `{% for i in range(end=5, step_by=0) %}x{% endfor %}`),
  tera(
    'nested loops',
    '{% for a in range(end=60000) %}{% for b in range(end=60000) %}{% for c in range(end=60000) %}x{% endfor %}{% endfor %}{% endfor %}',
  ),
  tera(
    'long output',
    `{% set s = "${'x'.repeat(10_000)}" %}{% for i in range(end=60000) %}{{ s }}{% endfor %}`,
  ),
  tera(
    'text doubled',
    `{% set s = "aaaaaaaaaaaaaaaa" %}{% for i in range(end=60) %}{% set_global s = s ~ s %}{% endfor %}{{ s }}`,
  ),
  tera(
    'list doubled',
    `{% set a = [1, 2] %}{% for i in range(end=60) %}{% set_global a = a | concat(with=a) %}{% endfor %}{{ a }}`,
  ),
  tera(
    'list in a list',
    `{% set a = [1] %}{% for i in range(end=60) %}{% set_global a = [a, a] %}{% endfor %}{{ a }}`,
  ),
  tera(
    'list ever deeper',
    `{% set a = [1] %}{% for i in range(end=60000) %}{% set_global a = [a] %}{% endfor %}{{ a }}`,
  ),
  tera(
    'equal lists',
    `{% set a = [1] %}{% for i in range(end=50) %}{% set_global a = [a, a] %}{% endfor %}{{ a == a }}`,
  ),
  tera('macro that calls itself', `{% macro m() %}{{ self::m() }}{% endmacro %}{{ self::m() }}`),
  tera(
    'macro that calls itself twice',
    `{% macro m() %}{{ self::m() ~ self::m() }}{% endmacro %}{{ self::m() }}`,
  ),
  tera('include of itself', `{% include "self.tera" %}`),
  tera('include of each other', `{% include "ping.tera" %}`),
  tera('includes of ten includes each', `{% include "ten0.tera" %}`),
  tera('macros that call two each', `${doubling(40)}{{ self::m39() }}`),
  nunjucks(
    'files that are not there',
    `{% for i in range(60000) %}{% include "a" ~ i ignore missing %}{% endfor %}`,
  ),
  tera('extends itself', `{% extends "circle.tera" %}`),
  tera(
    'replace of nothing',
    `{% set s = "aaaaaaaaaaaaaaaa" %}{% for i in range(end=60) %}{% set_global s = s | replace(from="", to=s) %}{% endfor %}`,
  ),
  tera(
    'join that grows',
    `{% set s = "aaaaaaaaaaaaaaaa" %}{% for i in range(end=60) %}{% set_global s = [s, s] | join(sep=s) %}{% endfor %}`,
  ),
  tera(
    'indent that grows',
    `{% set s = "a\nb" %}{% for i in range(end=60) %}{% set_global s = s | indent(prefix=s) %}{% endfor %}`,
  ),
  tera('fake text', `{{ fake_string(len=1000000000) }}`),
  tera('random digits', `{{ rand_hex(n=1000000000) }}`),
  tera(
    'evil pattern on a long text',
    `{% set s = "a" %}{% for i in range(end=16) %}{% set_global s = s ~ s %}{% endfor %}{% for i in range(end=60000) %}{% if s is matching("^(a+)+(a+)+(a{1,100}){1,9}b$") %}{% endif %}{% endfor %}`,
  ),
  tera(
    'huge repetition',
    `{% if vars.s is matching("((a{1,999}){1,999}){1,999}") %}{% endif %}{{ nothing }}`,
  ),
  tera(
    'tags that never match',
    `{% set s = "<" %}{% for i in range(end=16) %}{% set_global s = s ~ s %}{% endfor %}{% for i in range(end=60000) %}{% set t = s | striptags %}{% endfor %}`,
  ),
  tera('comment without an end', `${'{#'.repeat(50_000)}`),
  tera('raw without an end', `${'{% raw %}{%'.repeat(8_000)}`),
  tera('long integer', `{{ ${'9'.repeat(200_000)} }}`),
  tera('too long', 'x'.repeat(300_000)),
  tera('faults in a loop', '{% for i in range(end=60000) %}{{ nothing }}{% endfor %}'),
  tera(
    'faults in conditions',
    '{% for i in range(end=60000) %}{% if nothing | length %}{% endif %}{% endfor %}{{ nothing }}',
  ),
  tera(
    'warnings in a loop',
    '{% for i in range(end=60000) %}{{ "a" | trim(lenght=1) }}{% endfor %}{{ nothing }}',
  ),
  tera(
    'time zones in a loop',
    '{% for i in range(end=60000) %}{{ i | date(timezone="Asia/Tokyo") }}{% endfor %}{{ nothing }}',
  ),
  tera(
    'patterns in a loop',
    '{% for i in range(end=60000) %}{% if vars.s is matching("(a|b){1,200}c") %}{% endif %}{% endfor %}{{ nothing }}',
  ),
  tera(
    'new patterns in a loop',
    '{% for i in range(end=60000) %}{% set p = "(a|b){1,200}" ~ i %}{% if vars.s is matching(p) %}{% endif %}{% endfor %}{{ nothing }}',
  ),
  tera(
    'seeds in a loop',
    '{% for i in range(end=60000) %}{{ uuid_v4(seed=i) }}{{ fake_paragraph(seed=i) }}{% endfor %}{{ nothing }}',
  ),
  tera(
    'characters in a loop',
    `{% set s = "é" %}{% for i in range(end=15) %}{% set_global s = s ~ s %}{% endfor %}{% for i in range(end=60000) %}{{ s | truncate(length=1) }}{% endfor %}{{ nothing }}`,
  ),
  tera(
    'sorting in a loop',
    '{% set a = range(end=60000) %}{% for i in range(end=60000) %}{% set b = a | sort %}{% endfor %}',
  ),
  tera(
    'JSON in a loop',
    '{% set a = range(end=60000) %}{% for i in range(end=60000) %}{% set b = a | json_encode(pretty=true) %}{% endfor %}',
  ),
];
