import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openFile } from './opener.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spanwright-open-'));
  writeFileSync(join(folder, 'xdg-open'), `#!/bin/sh\nprintf '%s\\n' "$#" "$1" > '${folder}/opened'\n`);
  chmodSync(join(folder, 'xdg-open'), 0o755);
});
afterAll(() => rmSync(folder, { recursive: true }));

it('leaves it where nobody looks', async () => {
  expect(await openFile('/a.html', { CI: 'true', DISPLAY: ':0' }, 'linux')).toBe('this is CI');
  expect(await openFile('/a.html', {}, 'linux')).toBe('there is no display');
});

it('says which program is missing', async () => {
  const env = { DISPLAY: ':0', PATH: join(folder, 'nothing') };
  expect(await openFile('/a.html', env, 'linux')).toBe('there is no program `xdg-open`');
});

it('hands the whole path to the program of the system', async () => {
  const env = { WAYLAND_DISPLAY: 'wayland-0', PATH: `${folder}:/bin:/usr/bin` };
  expect(await openFile('/a folder/$(b) & c.html', env, 'linux')).toBeUndefined();
  await vi.waitFor(() =>
    expect(readFileSync(join(folder, 'opened'), 'utf8')).toBe('1\n/a folder/$(b) & c.html\n'),
  );
});
