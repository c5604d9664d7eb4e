import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { realHost } from '../host/index.ts';
import { createSources } from './sources.ts';

const cwd = mkdtempSync(join(tmpdir(), 'spanwright-sources-'));
afterAll(() => rmSync(cwd, { recursive: true }));

it('has no excerpt of what is no text', () => {
  writeFileSync(join(cwd, 'text'), 'a line\n');
  writeFileSync(join(cwd, 'bytes'), Uint8Array.of(0x1f, 0x8b, 0, 10, 7));
  const sources = createSources({ ...realHost(), cwd });
  expect(sources.read('text')).toBe('a line\n');
  expect(sources.read('bytes')).toBeUndefined();
});
