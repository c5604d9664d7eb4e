import { describe, expect, test } from 'vitest';
import { type CatalogueEntry, catalogue, printDiagnostics } from '../diagnostic/index.ts';
import { type Host, memoryHost } from '../host/index.ts';
import { contextOf, renderTemplate } from './index.ts';

const files: Record<string, string | Uint8Array> = {
  '/project/locked.tera': 'name = 1',
  '/project/latin1.tera': new Uint8Array([0x63, 0x61, 0x66, 0xe9]),
};

/** A world with a file that the system does not let anyone read. */
function hostWithLock(): Host {
  const host = memoryHost({ files });
  const read = (path: string) => {
    if (!path.endsWith('/locked.tera')) return host.files.read(path);
    throw Object.assign(new Error(`EACCES: permission denied, open '${path}'`), {
      code: 'EACCES',
      syscall: 'open',
    });
  };
  return { ...host, files: { ...host.files, read } };
}

function render(text: string) {
  return renderTemplate({
    file: 'example.toml.tera',
    text,
    dialect: 'tera',
    root: '/project',
    host: hostWithLock(),
    variables: contextOf(new Map([['svc', 'api']])),
    allowedEnv: new Set(['NAME']),
  });
}

/** A template that raises the code: the catalogue's own example where it has one. */
const raised = new Map<string, string>();
const codes = Object.keys(catalogue).filter((code) => /^SW1[123]/.test(code));
for (const [code, entry] of Object.entries<CatalogueEntry>(catalogue)) {
  if (codes.includes(code) && entry.bad) raised.set(code, entry.bad);
}
raised.set('SW1123', '{% include "locked.tera" %}\n');
raised.set('SW1122', '{% include "latin1.tera" %}\n');
raised.set(
  'SW1203',
  `{% set s = "${'x'.repeat(1000)}" %}{% for i in range(end=60000) %}{{ s }}{{ s }}{% endfor %}\n`,
);

test('every code of this folder is raised by a template', () => {
  expect([...raised.keys()].sort()).toEqual(codes.sort());
});

describe.each([...raised])('%s', (code, text) => {
  test('is shown as in the golden file', async () => {
    const { diagnostics } = render(text);
    expect(new Set(diagnostics.map((each) => each.code))).toContain(code);
    const shown = printDiagnostics(diagnostics, {
      source: (file) => (file === 'example.toml.tera' ? text : undefined),
      color: false,
    });
    await expect(shown).toMatchFileSnapshot(`goldens/${code}.txt`);
  });

  test('is not raised by the good example', () => {
    const { good } = Object.entries<CatalogueEntry>(catalogue).find(([each]) => each === code)?.[1] ?? {};
    if (good) expect(render(good).diagnostics.map((each) => each.code)).not.toContain(code);
  });
});
