/**
 * Files that want too much of a TOML parser, or of what checks its tables: about a megabyte each, or just below the
 * 20,000 values that a scenario file may have.
 */
export interface Bomb {
  readonly name: string;
  readonly text: string;
}

const MB = 1_000_000;
const head = '[meta]\nname = "bomb"\n[[scenario]]\nname = "s"\nrun = "true"\n';
const fill = (part: string, bytes = MB) => part.repeat(Math.floor(bytes / part.length));
const lines = (count: number, line: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => line(n)).join('\n');

export const tomlBombs: readonly Bomb[] = [
  { name: 'opening brackets', text: fill('[') },
  { name: 'array in array', text: `a = ${fill('[')}` },
  { name: 'inline table in inline table', text: `a = ${fill('{a=')}` },
  { name: 'dotted key', text: `a${fill('.a')} = 1` },
  { name: 'dotted header', text: `[a${fill('.a')}]` },
  { name: 'headers one below the other', text: lines(1_000, (n) => `[a${'.a'.repeat(n)}]`) },
  { name: 'a million keys', text: lines(1_000_000, (n) => `k${n} = ${n}`) },
  { name: 'a million items', text: `a = [${fill('1,', 2 * MB)}]` },
  { name: 'a key of a megabyte', text: `${fill('k')} = 1` },
  { name: 'escapes', text: `a = "${fill('\\u0041')}"` },
  { name: 'escapes over several lines', text: `a = """${fill('\\u0041\\\n')}"""` },
  { name: 'a text that is not closed', text: `a = "${fill('x')}` },
  { name: 'quotes', text: fill('"""') },
  { name: 'apostrophes', text: `a = ${fill("'")}` },
  { name: 'a comment', text: `# ${fill('x')}` },
  { name: 'empty lines', text: fill('\n') },
  { name: 'carriage returns', text: fill('\r') },
  { name: 'control characters', text: fill('\0') },
  { name: 'bytes that are no UTF-8', text: fill('\udc80', 300_000) },
  { name: 'digits', text: `a = ${fill('9')}` },
  { name: 'digits with underscores', text: `a = ${fill('1_')}1` },
  { name: 'an error on every line', text: fill('a = = 1\n') },
  { name: 'the same key again and again', text: fill('a = 1\n') },
  { name: 'the same table again and again', text: fill('[a]\n') },
  { name: 'tables of an array', text: fill('[[a]]\n') },
  { name: 'unknown keys', text: head + lines(19_000, (n) => `unknown_${n} = 1`) },
  { name: 'scenarios', text: head + lines(6_000, (n) => `[[scenario]]\nname = "s${n}"\nrun = "true"`) },
  {
    name: 'scenarios in a row',
    text: head + lines(3_500, (n) => `[[scenario]]\nname = "n${n}"\nrun = "x"\ndepends_on = ["n${n - 1}"]`),
  },
  { name: 'services', text: `${head}${lines(6_000, (n) => `[service.s${n}]\ncommand = "x"`)}` },
  { name: 'steps', text: `${head}${lines(6_000, (n) => `[[scenario.steps]]\ncommand = "echo ${n}"`)}` },
  {
    name: 'spans of nearly one name',
    text: head + lines(6_000, (n) => `[[expect.span]]\nname = "some longer name ${n}"`),
  },
  {
    name: 'globs',
    text: head + lines(4_500, (n) => `[[expect.span]]\nname = "*a*${n}*b*"\nparent = "x*${n}"`),
  },
  {
    name: 'edges',
    text: `${head}[expect.graph]\nacyclic = true\nmust_include = [${lines(6_000, (n) => `["a${n}", "a${n + 1}"],`)}]`,
  },
  {
    name: 'a tangle of edges',
    text: `${head}[expect.graph]\nacyclic = true\nmust_include = [${lines(6_000, (n) => `["a${n % 170}", "a${(n * 7) % 173}"],`)}]`,
  },
  {
    name: 'orders',
    text: `${head}[expect.order]\nmust_precede = [${lines(6_000, (n) => `["a${n}", "a${n + 1}"],`)}]`,
  },
  { name: 'placeholders', text: `${head}env = { A = "${fill('${env.A}')}" }` },
  { name: 'placeholders that are not closed', text: `${head}env = { A = "${fill('${')}" }` },
  {
    name: 'patterns',
    text:
      head +
      lines(3_000, (n) => `[[expect.span]]\nname = "a"\nattrs.all = { k = { matches = "(a|b${n}){1,50}" } }`),
  },
  { name: 'a command of quotes', text: head.replace('true', fill("'a' ")) },
];
