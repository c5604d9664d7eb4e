import { describe, expect, test } from 'vitest';
import { memoryHost } from '../host/index.ts';
import { renderTemplate, toValue, type Value } from './index.ts';
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
