import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { realHost } from './real.ts';

const { files } = realHost();
let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'spanwright-host-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

describe('files', () => {
  it('writes whole files, making folders, and leaves nothing else behind', () => {
    const path = join(dir, 'a', 'b', 'file');
    files.write(path, 'text');
    expect(readFileSync(path, 'utf8')).toBe('text');
    expect(readdirSync(join(dir, 'a', 'b'))).toEqual(['file']);
  });

  it('gives up where no folder can be made', () => {
    writeFileSync(join(dir, 'file'), '');
    symlinkSync(join(dir, 'nowhere', 'at', 'all'), join(dir, 'dangling'));
    expect(() => files.write(join(dir, 'file', 'a', 'b'), '')).toThrow('ENOTDIR');
    expect(() => files.write(join(dir, 'dangling', 'a', 'b'), '')).toThrow('ENOENT');
  });

  // Other systems have no such folder.
  it.skipIf(!existsSync('/proc/self'))('gives up in /proc, where Node tries for ever', () => {
    expect(() => files.write('/proc/spanwright/a/b', '')).toThrow('ENOENT');
  });

  it.each([0o600, 0o755, 0o666])('keeps the mode %o of a file it replaces', (mode) => {
    const path = join(dir, 'file');
    writeFileSync(path, 'old');
    chmodSync(path, mode);
    files.write(path, 'new');
    expect(statSync(path).mode & 0o777).toBe(mode);
  });

  it('answers undefined for what is not there, and throws on what it may not read', () => {
    expect(files.read(join(dir, 'nothing'))).toBeUndefined();
    expect(files.stat(join(dir, 'nothing', 'below'))).toBeUndefined();
    expect(files.list(join(dir, 'nothing'))).toBeUndefined();
    expect(() => files.read(dir)).toThrow('EISDIR');
  });
});
