import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { realHost } from '../host/index.ts';
import { contextOf, renderTemplate, toValue } from './index.ts';
import { around, bombs, escapes, type Hostile } from './sandbox.fixture.ts';
import { isMap } from './value/value.ts';

const base = mkdtempSync(join(tmpdir(), 'spanwright-render-'));
const root = join(base, 'project');
mkdirSync(root);
writeFileSync(join(base, 'secret.tera'), 'the secret {% macro x() %}secret{% endmacro %}');
symlinkSync(join(base, 'secret.tera'), join(root, 'leak.tera'));
for (const [name, text] of Object.entries(around)) writeFileSync(join(root, name), text);
afterAll(() => rmSync(base, { recursive: true }));

const vars = toValue({ s: 'aaaa', list: [1, 2, 3] });

function attempt({ dialect, text }: Hostile) {
  const host = { ...realHost(), env: { SECRET: 'the secret', HOME: '/home/user' } };
  const variables = contextOf(isMap(vars) ? vars : new Map());
  return renderTemplate({
    file: 'hostile',
    text,
    dialect,
    root,
    host,
    variables,
    allowedEnv: new Set(['HOME']),
  });
}

describe.each([
  ['escapes', escapes],
  ['bombs', bombs],
])('%s are refused with a place', (_, list) => {
  test.each(list.map((hostile) => [hostile.name, hostile] as const))('%s', (_, hostile) => {
    const { text, diagnostics } = attempt(hostile);
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(text).toBeUndefined();
    expect(errors.length).toBeGreaterThan(0);
    for (const { place } of errors) {
      expect(place?.line).toBeGreaterThan(0);
      expect(place?.column).toBeGreaterThan(0);
    }
    expect(JSON.stringify(diagnostics)).not.toContain('the secret');
  });
});

test('there are as many as asked for', () => {
  expect(escapes.length + bombs.length).toBeGreaterThan(80);
});
