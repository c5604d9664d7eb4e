import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { diagnostic } from '../../diagnostic/index.ts';
import { completed } from '../sample.ts';
import { type ValidationOptions, validateAll } from '../validate.ts';
import { formatReport, type ValidationFormat, validationFormats } from './index.ts';

const files = new Map([
  ['shop/good.span.toml', completed('[[expect.span]]\nname = "checkout"\n')],
  [
    'shop/odd, 100%.span.toml',
    completed('[[expect.span]]\nname = "<b> & \\"c\\""\n[expect.counts]\nspans_total = { gte = 0 }\n'),
  ],
  [
    'shop/bad.span.toml',
    completed(
      '[[expect.span]]\nname = "refund"\nkind = "sever"\n[expect.counts]\nby_name = { refund = { eq = 0 } }\n',
    ),
  ],
  [
    'shop/contradiction.span.toml',
    completed('[[expect.span]]\nname = "refund"\n[expect.counts.by_name]\nrefund.eq = 0\n'),
  ],
]);
const missing = {
  file: 'shop/missing.span.toml',
  problem: diagnostic({ code: 'SW0010', message: 'there is no file shop/missing.span.toml' }),
};
const options = { source: (file: string) => files.get(file), color: false, version: '1.2.3' };

function report(more: ValidationOptions = {}) {
  const inputs = [...files].map(([file, content]) => ({ file, dir: '/project/shop', content }));
  return validateAll([...inputs, missing], more);
}

/** `count` files with one error or warning each. */
function many(count: number, snippet: string) {
  const inputs = Array.from({ length: count }, (_, index) => {
    return { file: `f${index}.span.toml`, dir: '/project', content: completed(snippet) };
  });
  return validateAll(inputs);
}

test.each(validationFormats)('%s, as in the golden file', async (format) => {
  await expect(formatReport(report(), format, options)).toMatchFileSnapshot(`goldens/${format}.txt`);
});

test.each(validationFormats)('%s of nothing and of a valid file ends in one newline', (format) => {
  for (const count of [0, 1]) {
    expect(formatReport(many(count, '[[expect.span]]\nname = "a"\n'), format, options)).toMatch(/[^\n]\n$/);
  }
});

describe('json', () => {
  test('is the report itself, and says where every error of a file is', () => {
    const parsed = JSON.parse(formatReport(report(), 'json', options));
    expect(parsed).toEqual(JSON.parse(JSON.stringify(report())));
    const placed = parsed.files.slice(0, -1).flatMap((file: { diagnostics: object[] }) => file.diagnostics);
    expect(placed).not.toHaveLength(0);
    for (const each of placed)
      expect(each).toMatchObject({ line: expect.any(Number), column: expect.any(Number) });
  });
});

describe('sarif', () => {
  const source = readFileSync(
    join(import.meta.dirname, '../../../test/fixtures/sarif/sarif-schema-2.1.0.json'),
    'utf8',
  );
  // The schema is of draft 4, which names itself by `id`; nothing else in it is read differently today.
  const { $schema: _, id: __, ...schema } = JSON.parse(source);
  const ajv = new Ajv({ strict: false });
  ajv.addFormat('uri', (text: string) => URL.canParse(text));
  ajv.addFormat(
    'uri-reference',
    (text: string) => URL.canParse(text, 'file:///project/') && !/\s/.test(text),
  );
  ajv.addFormat('date-time', true);
  const isValid = ajv.compile(schema);

  test.each([
    ['of everything', report()],
    ['of nothing', many(0, '')],
    ['of 500 errors', many(500, '[[expect.span]]\nkind = "x"\n')],
  ])('is valid by its schema: %s', (_name, each) => {
    isValid(JSON.parse(formatReport(each, 'sarif', options)));
    expect(isValid.errors ?? []).toEqual([]);
  });

  test('the schema does refuse what is wrong', () => {
    expect(isValid({ version: '2.1.0', runs: [{ results: [{ message: 'text' }] }] })).toBe(false);
  });
});

describe('github', () => {
  test('shows ten errors and ten warnings, and says how many more there are', () => {
    const twelve = formatReport(many(12, '[[expect.span]]\nkind = "x"\n'), 'github', options);
    expect(twelve.match(/^::error /gm)).toHaveLength(10);
    expect(twelve).toContain('14 more errors: GitHub shows 10 annotations of each kind\n');
    const eleven = formatReport(many(11, '[expect.counts]\nspans_total = { gte = 0 }\n'), 'github', options);
    expect(eleven.match(/^::warning /gm)).toHaveLength(10);
    expect(eleven).toContain('1 more warning: ');
    expect(
      formatReport(many(10, '[expect.counts]\nspans_total = { gte = 0 }\n'), 'github', options),
    ).not.toContain('more');
  });

  test('nothing in a file becomes a command of its own', () => {
    const text = formatReport(
      many(1, '[[expect.span]]\nname = "a"\nkind = "x\\n::error::gotcha"\n'),
      'github',
      options,
    );
    expect(text.match(/^::/gm)).toHaveLength(1);
  });

  test('paths are those of the repository', () => {
    const repositoryPath = (file: string) => `packages/shop/${file}`;
    const text = formatReport(many(1, '[[expect.span]]\nkind = "x"\n'), 'github', {
      ...options,
      repositoryPath,
    });
    expect(text).toContain('file=packages/shop/f0.span.toml,line=');
  });
});

describe('junit', () => {
  test('warnings fail a file only under strict', () => {
    const failures = (strict: boolean) =>
      /failures="(\d+)"/.exec(formatReport(report({ strict }), 'junit', options))?.[1];
    expect([failures(false), failures(true)]).toEqual(['3', '4']);
  });
});

describe('human', () => {
  const last = (format: ValidationFormat, more: object, options_ = options) =>
    formatReport(report(more), format, { ...options_, timing: true })
      .trimEnd()
      .split('\n')
      .slice(-2);

  test('sums up in one line, and shows the time of the stages', () => {
    let clock = 0;
    const now = () => (clock += 2);
    expect(last('human', { now })).toEqual([
      '5 files: 3 invalid (3 errors), 1 with warnings, 1 valid; 1 warning',
      'time: load 8.0 ms, rules 8.0 ms',
    ]);
    expect(last('human', { strict: true })[0]).toContain('1 with warnings, which fail');
  });

  test('colour is only colour', () => {
    const plain = formatReport(report(), 'human', options);
    const colored = formatReport(report(), 'human', { ...options, color: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for
    expect(colored.replace(/\u001b\[[\d;]*m/g, '')).toBe(plain);
    expect(colored).not.toBe(plain);
  });
});
