import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DiffReport } from '../src/diff/index.ts';
import { gitEnv as env, gitIn } from './git.ts';
import { BIN, makeFolder } from './program.ts';

// `diff` on a real repository, with the edits that pull requests make. Git is on every machine that tests this.

const files = {
  'orders.span.toml': `[meta]
name = "orders"

[service.api]
command = "node api.mjs"
ready = { http = "/health" }

[[scenario]]
name = "places an order"

[[scenario.steps]]
name = "send"
command = "node client.mjs"
expect = { exit_code = 0, stdout = { contains = ["order", "accepted"], not_matches = "(?i)error" } }

[scenario.expect]
counts = { spans_total = { gte = 5 }, errors_total = { lte = 0 } }
graph.must_include = [["POST /orders", "charge"], ["charge", "db"]]
hermeticity.no_external_services = true

[[scenario.expect.span]]
name = "POST /orders"
status = "OK"
attrs.all = { "http.route" = "/orders", "http.status" = { gte = 200, lt = 300 } }

[[scenario.expect.span]]
name = "retry"
count = { lte = 0 }

[[scenario]]
name = "lists orders"

[[scenario.steps]]
name = "list"
command = "node list.mjs"

[[scenario.expect.span]]
name = "GET /orders"
attrs.all = { user = { matches = "^u[0-9]+$" } }
`,
  'stock.span.toml': `[meta]
name = "stock"

[[scenario]]
name = "counts the stock"
run = "node stock.mjs"
expect.counts.spans_total = { gte = 2 }
`,
  'checkout.span.toml.njk': `{% import "macros.njk" as m %}
[meta]
name = "checkout"

[matrix]
currency = ["EUR", "USD"]

[[scenario]]
name = "pays in {{ matrix.currency }}"
run = "node pay.mjs {{ matrix.currency }}"
{{ m.within("pay", 100) }}
`,
  'macros.njk': `{% macro within(name, most) %}
[[scenario.expect.span]]
name = "{{ name }}"
duration_ms = { max = {{ most }} }
{% endmacro %}
`,
};
type Name = keyof typeof files;

let folder: { path: string; remove: () => void };
beforeAll(() => {
  folder = makeFolder(files);
  git('init', '--quiet', '--initial-branch', 'main');
  git('add', '.');
  git('commit', '--quiet', '--message', 'all');
});
afterAll(() => folder.remove());

function git(...args: readonly string[]): string {
  return gitIn(folder.path, args);
}

function diff(args: readonly string[], cwd = folder.path) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, 'diff', ...args], {
    cwd,
    env,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

function reportOf(args: readonly string[]): DiffReport {
  const { stdout, stderr } = diff([...args, '--format', 'json']);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

/** What the branch does to the files of main. */
interface Edit {
  readonly title: string;
  readonly change: () => void;
  /** What is said, in any order. */
  readonly said: readonly string[];
  readonly weakens: boolean;
}

function replace(name: Name, from: string, to: string): () => void {
  return () => {
    const path = join(folder.path, name);
    const text = readFileSync(path, 'utf8');
    if (!text.includes(from)) throw new Error(`${name} does not hold ${from}`);
    writeFileSync(path, text.replace(from, to));
  };
}

const edits: readonly Edit[] = [
  {
    title: 'comments, spaces and the order of keys and expectations',
    change: replace(
      'orders.span.toml',
      'counts = { spans_total = { gte = 5 }, errors_total = { lte = 0 } }\ngraph.must_include = [["POST /orders", "charge"], ["charge", "db"]]',
      '# The shape.\ngraph.must_include = [ ["charge","db"], ["POST /orders","charge"] ]\ncounts.errors_total.lte = 0\ncounts.spans_total.gte = 5',
    ),
    said: [],
    weakens: false,
  },
  {
    title: 'a renamed file',
    change: () => renameSync(join(folder.path, 'orders.span.toml'), join(folder.path, 'shop.span.toml')),
    said: ['moved: orders.span.toml became shop.span.toml'],
    weakens: false,
  },
  {
    title: 'a weakened count',
    change: replace('orders.span.toml', 'spans_total = { gte = 5 }', 'spans_total = { gte = 1 }'),
    said: ['loosened: spans_total: >= 5 became >= 1'],
    weakens: true,
  },
  {
    title: 'errors that are allowed',
    change: replace('orders.span.toml', 'errors_total = { lte = 0 }', 'errors_total = { lte = 2 }'),
    said: ['loosened: errors_total: = 0 became <= 2'],
    weakens: true,
  },
  {
    title: 'a tightened count',
    change: replace('orders.span.toml', 'spans_total = { gte = 5 }', 'spans_total = { gte = 5, lte = 9 }'),
    said: ['tightened: spans_total: >= 5 became 5 to 9'],
    weakens: false,
  },
  {
    title: 'a removed attribute',
    change: replace('orders.span.toml', '"http.route" = "/orders", ', ''),
    said: ['removed: attrs.all."http.route": "/orders" was removed'],
    weakens: true,
  },
  {
    title: 'a wider range of an attribute',
    change: replace('orders.span.toml', 'lt = 300', 'lt = 500'),
    said: ['loosened: attrs.all."http.status": { gte = 200, lt = 300 } became { gte = 200, lt = 500 }'],
    weakens: true,
  },
  {
    title: 'a status that is not looked at any more',
    change: replace('orders.span.toml', 'status = "OK"\n', ''),
    said: ['removed: status: OK was removed'],
    weakens: true,
  },
  {
    title: 'an edge that is gone',
    change: replace('orders.span.toml', ', ["charge", "db"]]', ']'),
    said: ['removed: must_include ["charge", "db"] was removed'],
    weakens: true,
  },
  {
    title: 'a name that became a glob',
    change: replace('orders.span.toml', '["POST /orders", "charge"]', '["POST *", "charge"]'),
    said: ['loosened: must_include: ["POST /orders", "charge"] became ["POST *", "charge"]'],
    weakens: true,
  },
  {
    title: 'an exception for a host',
    change: replace(
      'orders.span.toml',
      'no_external_services = true',
      'allow = ["*.example.com"]\nhermeticity.no_external_services = true',
    ),
    said: ['loosened: allow "*.example.com" was added'],
    weakens: true,
  },
  {
    title: 'a clause that narrows what must not happen',
    change: replace('orders.span.toml', 'count = { lte = 0 }', 'count = { lte = 0 }\nstatus = "ERROR"'),
    said: [
      'loosened: status: ERROR was added; the count is a limit from above, so a narrower clause asks for less',
    ],
    weakens: true,
  },
  {
    title: 'another regular expression',
    change: replace('orders.span.toml', '^u[0-9]+$', '^[a-z0-9]+$'),
    said: [
      'incomparable: attrs.all.user: { matches = "^u[0-9]+$" } became { matches = "^[a-z0-9]+$" }, and neither implies the other',
    ],
    weakens: true,
  },
  {
    title: 'another exit code that will do',
    change: replace('orders.span.toml', 'exit_code = 0', 'exit_code = [0, 7]'),
    said: ['loosened: exit_code: 0 became 0 or 7'],
    weakens: true,
  },
  {
    title: 'output that is not looked for any more',
    change: replace('orders.span.toml', '["order", "accepted"]', '["order"]'),
    said: ['removed: stdout.contains "accepted" was removed'],
    weakens: true,
  },
  {
    title: 'a scenario that is skipped',
    change: replace('orders.span.toml', 'name = "lists orders"', 'name = "lists orders"\nskip = "flaky"'),
    said: ['loosened: skip: "flaky" was added: nothing of it is judged any more'],
    weakens: true,
  },
  {
    title: 'more patience',
    change: replace(
      'orders.span.toml',
      'command = "node list.mjs"',
      'command = "node list.mjs"\nretries = 3\ntimeout = "5m"',
    ),
    said: ['loosened: retries: 0 became 3', 'loosened: timeout: 1m became 5m'],
    weakens: true,
  },
  {
    title: 'another command',
    change: replace('orders.span.toml', 'command = "node api.mjs"', 'command = "node api.mjs --fast"'),
    said: ['incomparable: command: ["node", "api.mjs"] became ["node", "api.mjs", "--fast"]'],
    weakens: false,
  },
  {
    title: 'a new scenario',
    change: replace(
      'stock.span.toml',
      '[[scenario]]',
      '[[scenario]]\nname = "orders stock"\nrun = "node order.mjs"\n\n[[scenario]]',
    ),
    said: ['added: scenario "orders stock" was added'],
    weakens: false,
  },
  {
    title: 'a deleted scenario',
    change: replace(
      'orders.span.toml',
      files['orders.span.toml'].slice(files['orders.span.toml'].indexOf('[[scenario]]\nname = "lists')),
      '',
    ),
    said: ['removed: scenario "lists orders" was removed'],
    weakens: true,
  },
  {
    title: 'a deleted file',
    change: () => rmSync(join(folder.path, 'stock.span.toml')),
    said: ['removed: scenario "counts the stock" was removed'],
    weakens: true,
  },
  {
    title: 'a renamed scenario',
    change: replace('stock.span.toml', 'name = "counts the stock"', 'name = "counts what is in stock"'),
    said: ['moved: scenario "counts the stock" became scenario "counts what is in stock"'],
    weakens: false,
  },
  {
    title: 'a scenario that moved to another file, and was weakened on the way',
    change: () => {
      const text = readFileSync(join(folder.path, 'stock.span.toml'), 'utf8');
      const scenario = text.slice(text.indexOf('[[scenario]]')).replace('gte = 2', 'gte = 1');
      rmSync(join(folder.path, 'stock.span.toml'));
      writeFileSync(join(folder.path, 'orders.span.toml'), `${files['orders.span.toml']}\n${scenario}`);
    },
    said: [
      'moved: scenario "counts the stock" moved here from stock.span.toml',
      'loosened: spans_total: >= 2 became >= 1',
    ],
    weakens: true,
  },
  {
    title: 'a macro that allows more, in a file of its own',
    change: replace('macros.njk', 'max = {{ most }}', 'max = {{ most * 5 }}'),
    said: [
      'loosened: duration_ms: <= 100 ms became <= 500 ms',
      'loosened: duration_ms: <= 100 ms became <= 500 ms',
    ],
    weakens: true,
  },
  {
    title: 'a macro written otherwise that makes the same',
    change: replace(
      'macros.njk',
      'duration_ms = { max = {{ most }} }',
      'duration_ms.max = {{ most * 2 - most }}',
    ),
    said: [],
    weakens: false,
  },
  {
    title: 'an entry less in the matrix',
    change: replace('checkout.span.toml.njk', '["EUR", "USD"]', '["EUR"]'),
    said: ['removed: scenario "pays in USD" was removed'],
    weakens: true,
  },
  {
    title: 'an entry more in the matrix',
    change: replace('checkout.span.toml.njk', '["EUR", "USD"]', '["EUR", "USD", "CHF"]'),
    said: ['added: scenario "pays in CHF" was added'],
    weakens: false,
  },
];

describe('edits of pull requests', () => {
  test.each(edits)('$title', ({ title, change, said, weakens }) => {
    const branch = title.replaceAll(/[^a-z]+/g, '-');
    git('checkout', '--quiet', '-b', branch, 'main');
    change();
    git('add', '--all');
    git('commit', '--quiet', '--message', title);
    const { status, stdout } = diff([`main...${branch}`, '--format', 'json', '--fail-on', 'loosened']);
    const { changes }: DiffReport = JSON.parse(stdout);
    expect(changes.map(({ kind, reason }) => `${kind}: ${reason}`).sort()).toEqual([...said].sort());
    expect(status).toBe(weakens ? 1 : 0);
    git('checkout', '--quiet', 'main');
  });
});

test('the documentation shows what is printed', () => {
  git('checkout', '--quiet', '-b', 'feature', 'main');
  replace('orders.span.toml', ', ["charge", "db"]]', ']')();
  replace('orders.span.toml', 'spans_total = { gte = 5 }', 'spans_total = { gte = 1 }')();
  git('commit', '--quiet', '--all', '--message', 'weaker');
  git('checkout', '--quiet', 'main');
  const page = readFileSync(new URL('../docs/diff.md', import.meta.url), 'utf8');
  const { stdout } = diff(['main...feature', '--only-changes']);
  expect(page).toContain(`\`\`\`text\n${stdout}\`\`\``);
});

describe('sides', () => {
  test('what main did since counts in two points, not in three', () => {
    git('checkout', '--quiet', '-b', 'side', 'main');
    replace('orders.span.toml', 'gte = 5', 'gte = 4')();
    git('commit', '--quiet', '--all', '--message', 'side');
    git('checkout', '--quiet', '-b', 'ahead', 'main');
    replace('stock.span.toml', 'gte = 2', 'gte = 3')();
    git('commit', '--quiet', '--all', '--message', 'ahead');
    const reasons = (range: string) => reportOf([range]).changes.map(({ reason }) => reason);
    expect(reasons('ahead...side')).toEqual(['spans_total: >= 5 became >= 4']);
    expect(reasons('ahead..side').sort()).toEqual([
      'spans_total: >= 3 became >= 2',
      'spans_total: >= 5 became >= 4',
    ]);
    expect(reportOf(['ahead...side']).old).toMatch(/^[0-9a-f]{10}$/);
    git('checkout', '--quiet', 'main');
  });

  test('a path alone is compared with what is committed of it; what git ignores is no file', () => {
    replace('orders.span.toml', 'gte = 5', 'gte = 4')();
    replace('stock.span.toml', 'gte = 2', 'gte = 3')();
    writeFileSync(join(folder.path, '.git/info/exclude'), 'built\n');
    mkdirSync(join(folder.path, 'built'));
    writeFileSync(join(folder.path, 'built/copy.span.toml'), files['stock.span.toml']);
    try {
      expect(reportOf(['stock.span.toml']).changes.map(({ reason }) => reason)).toEqual([
        'spans_total: >= 2 became >= 3',
      ]);
      expect(reportOf([]).changes).toHaveLength(2);
      expect(reportOf(['main', 'stock.span.toml']).changes).toHaveLength(1);
    } finally {
      rmSync(join(folder.path, 'built'), { recursive: true });
      git('checkout', '--quiet', '.');
    }
  });

  test('two folders are compared by the names in them', () => {
    const { path, remove } = makeFolder({
      'a/x/one.span.toml': files['stock.span.toml'],
      'b/x/one.span.toml': files['stock.span.toml'].replace('gte = 2', 'gte = 1'),
    });
    const { status, stdout } = diff(['a', 'b', '--only-changes', '--fail-on', 'loosened'], path);
    remove();
    expect(stdout).toContain('< loosened: spans_total: >= 2 became >= 1');
    expect(stdout).toMatch(/^x\/one.span.toml\n/);
    expect(status).toBe(1);
  });

  test('a file that is not valid on the old side is said not to be compared, and does not fail', () => {
    git('checkout', '--quiet', '-b', 'mended', 'main');
    replace('stock.span.toml', 'expect.counts', 'expect.count')();
    git('commit', '--quiet', '--all', '--message', 'broken');
    replace('stock.span.toml', 'expect.count.', 'expect.counts.')();
    try {
      const { status, stdout, stderr } = diff(['--fail-on', 'any']);
      expect(stdout).toContain('not compared: stock.span.toml has no valid old side');
      expect(stderr).toContain('--> HEAD:stock.span.toml:');
      expect(status).toBe(0);
    } finally {
      git('checkout', '--quiet', '.');
      git('checkout', '--quiet', 'main');
    }
  });

  test('variables reach both sides', () => {
    const { path, remove } = makeFolder({
      'a.span.toml.njk':
        '[meta]\nname = "{{ who }}"\n[[scenario]]\nname = "s"\nrun = "true"\nexpect.counts.spans_total.gte = {{ least }}\n',
      'b.span.toml.njk':
        '[meta]\nname = "{{ who }}"\n[[scenario]]\nname = "s"\nrun = "true"\nexpect.counts.spans_total.gte = 3\n',
    });
    const args = ['a.span.toml.njk', 'b.span.toml.njk', '--var', 'who=me', '--var', 'least=4'];
    const { stdout } = diff(args, path);
    remove();
    expect(stdout).toContain('spans_total: >= 4 became >= 3');
  });

  test('in a shallow clone the missing base is told, with the way out', () => {
    const clone = makeFolder({});
    git(
      'clone',
      '--quiet',
      '--depth',
      '1',
      '--branch',
      'main',
      `file://${folder.path}`,
      join(clone.path, 'c'),
    );
    const cwd = join(clone.path, 'c');
    gitIn(cwd, ['checkout', '--quiet', '--orphan', 'other']);
    gitIn(cwd, ['commit', '--quiet', '--message', 'other']);
    const unrelated = diff(['main...other'], cwd);
    const missing = diff(['side'], cwd);
    clone.remove();
    for (const { status, stderr } of [unrelated, missing]) {
      expect(stderr).toContain('this clone is shallow: fetch more history');
      expect(status).toBe(2);
    }
    expect(unrelated.stderr).toContain('main and other have no commit in common here');
  });

  test('files of a submodule are no files of this repository, and it is said where to go', () => {
    const { path, remove } = makeFolder({
      'sub/stock.span.toml': files['stock.span.toml'],
      'readme.md': 'x',
    });
    for (const cwd of [join(path, 'sub'), path]) {
      gitIn(cwd, ['init', '--quiet', '--initial-branch', 'main']);
      gitIn(cwd, ['add', '.']);
      gitIn(cwd, ['commit', '--quiet', '--message', 'all']);
    }
    writeFileSync(join(path, 'sub/stock.span.toml'), files['stock.span.toml'].replace('gte = 2', 'gte = 1'));
    const outside = diff(['sub/stock.span.toml'], path);
    const inside = diff(['stock.span.toml', '--fail-on', 'loosened'], join(path, 'sub'));
    remove();
    expect(outside.stderr).toContain('in a submodule: give the command there');
    expect(outside.status).toBe(4);
    expect(inside.stdout).toContain('spans_total: >= 2 became >= 1');
    expect(inside.status).toBe(1);
  });

  test('nothing is checked out or written', () => {
    const before = git('status', '--porcelain');
    expect(diff(['side~1', 'side']).status).toBe(0);
    expect(git('status', '--porcelain')).toBe(before);
  });

  test('a revision is named by the text of its message', () => {
    git('checkout', '--quiet', '-b', 'told', 'main');
    replace('orders.span.toml', 'gte = 5', 'gte = 3')();
    git('commit', '--quiet', '--all', '--message', 'ask for less of it');
    git('checkout', '--quiet', 'main');
    const said = { status: 0, stdout: expect.stringContaining('spans_total: >= 5 became >= 3') };
    expect(diff(['main', ':/ask for less'])).toMatchObject(said);
    expect(diff(['main..:/less of'])).toMatchObject(said);
    expect(diff([':/nobody wrote this']).stderr).toContain('is no revision of this repository');
  });

  test('a revision that begins with a dash is one that does not exist', () => {
    const { status, stderr } = diff(['--', '--output=x']);
    expect(stderr).toContain('is no revision of this repository');
    expect(status).toBe(2);
  });
});

describe('--last-good', () => {
  const passing = `[meta]
name = "greet"

[matrix]
who = ["ada", "bob"]

[[scenario]]
name = "greets {{ matrix.who }}"

[[scenario.steps]]
name = "greet"
command = "echo hello {{ matrix.who }}"
expect.stdout.contains = ["hello", "{{ matrix.who }}"]
`;
  const orders = '[meta]\nname = "fails"\n[[scenario]]\nname = "fails"\nrun = "false"\n';

  function run(cwd: string): number | null {
    return spawnSync(process.execPath, [BIN, 'run', '--quiet'], { cwd, env, encoding: 'utf8' }).status;
  }

  test('a file is compared with what it was when it last passed, without git', () => {
    const { path, remove } = makeFolder({ 'greet.span.toml.njk': passing, 'fails.span.toml': orders });
    try {
      expect(run(path)).toBe(1);
      expect(diff(['--last-good', 'greet.span.toml.njk', '--fail-on', 'any'], path).status).toBe(0);

      // A run in which it does not pass is passed over, and so is what such a run was made of.
      writeFileSync(join(path, 'greet.span.toml.njk'), passing.replace('"hello", ', '"bye", '));
      expect(run(path)).toBe(1);
      const { status, stdout, stderr } = diff(['--last-good', '--fail-on', 'loosened'], path);
      expect(stdout).toContain('- removed: stdout.contains "hello" was removed');
      expect(stdout).toContain('+ added: stdout.contains "bye" was added');
      expect(stdout).toContain('(the last good state -> the files as they are)');
      expect(status).toBe(1);

      // A file that never passed has no such state.
      expect(stdout).toContain('not compared: fails.span.toml has no valid old side');
      expect(stderr).toContain('there is no recorded run in which all of fails.span.toml passed');
    } finally {
      remove();
    }
  });

  test('it stands in the place of other sides', () => {
    for (const args of [['main'], ['--base', 'main'], ['orders.span.toml', 'stock.span.toml']]) {
      const { status, stderr } = diff(['--last-good', ...args]);
      expect(stderr).toContain('--last-good takes the place of');
      expect(status).toBe(2);
    }
  });
});
