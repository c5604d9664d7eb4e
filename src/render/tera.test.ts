import { describe, expect, test } from 'vitest';
import { memoryHost } from '../host/index.ts';
import { renderTemplate, toValue, type Value, vocabularyOf } from './index.ts';
import { context, refused, refusedSince, rendered, renderedSince } from './tera.fixture.ts';

// JSON has no float without a fraction, so this one is added as a value.
const variables = new Map<string, Value>([['fl', 1]]);
for (const [name, value] of Object.entries(context)) variables.set(name, toValue(value));

function render(text: string) {
  return renderTemplate({
    file: 'case.tera',
    text,
    dialect: 'tera',
    root: '/project',
    host: memoryHost({ env: { HOME: '/home/user' } }),
    variables,
    allowedEnv: new Set(['HOME']),
  });
}

describe('renders as Tera', () => {
  test.each([...rendered, ...renderedSince])('%j', (text, output) => {
    const result = render(text);
    expect(result.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(result.text).toBe(output);
  });
});

describe('refuses what Tera refuses, with a place', () => {
  test.each([...refused, ...refusedSince].map((text) => [text]))('%j', (text) => {
    const result = render(text);
    expect(result.text).toBeUndefined();
    const [error] = result.diagnostics.filter(({ severity }) => severity === 'error');
    expect(error?.place).toMatchObject({ file: 'case.tera' });
    expect(error?.place?.column).toBeLessThanOrEqual(text.length + 1);
  });
});

test('the table is as long as asked for', () => {
  expect(rendered.length + renderedSince.length).toBeGreaterThan(250);
});

/** Of Tera 1.20 with its default features, as its `Tera::register_tera_filters` and the two beside it list them. */
const builtIn = {
  filters:
    'upper lower trim trim_start trim_end trim_start_matches trim_end_matches truncate wordcount replace capitalize title ' +
    'linebreaksbr indent striptags spaceless urlencode urlencode_strict escape escape_xml slugify addslashes split int ' +
    'float first last nth join sort unique group_by filter map concat slice abs pluralize round filesizeformat length ' +
    'reverse date json_encode as_str get safe default',
  tests:
    'defined undefined odd even string number divisibleby iterable object starting_with ending_with containing matching',
  functions: 'range now throw get_random get_env',
};

test.each([
  ['filters', builtIn.filters, vocabularyOf('tera').filters.map(({ name }) => name)],
  ['tests', builtIn.tests, vocabularyOf('tera').tests],
  ['functions', builtIn.functions, vocabularyOf('tera').functions.map(({ name }) => name)],
])('all %s that Tera brings along are here', (_, names, ours) => {
  expect(names.split(' ').filter((name) => !ours.includes(name))).toEqual([]);
});

test('the locale of a date is dropped, as in clnrm, and that is said', () => {
  const { text, diagnostics } = render("{{ 1482720453 | date(format='%A', locale='fr_FR') }}");
  expect(text).toBe('Monday');
  expect(diagnostics).toMatchObject([{ code: 'SW1113', severity: 'warning' }]);
});

test.each(["{{ '北京 api' | slugify }}", "{{ '北京 api' | slug }}", "{{ slug(s='北京 api') }}"])(
  'a slug that differs from that of Tera is said to: %s',
  (template) => {
    const { text, diagnostics } = render(template);
    expect(text).toBe('api');
    expect(diagnostics).toMatchObject([{ code: 'SW1307', message: expect.stringContaining('`北`') }]);
  },
);
