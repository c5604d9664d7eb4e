import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sandbox } from '../contract.ts';
import { createProcessBackend } from './backend.ts';

describe('why a command did not start', () => {
  const bin = mkdtempSync(join(tmpdir(), 'spanwright-test-'));
  let sandbox: Sandbox;

  beforeAll(async () => {
    writeFileSync(join(bin, 'script'), '#!/no/such/interpreter -x\n', { mode: 0o755 });
    writeFileSync(join(bin, 'plain'), 'echo hi\n', { mode: 0o644 });
    mkdirSync(join(bin, 'folder'));
    const backend = createProcessBackend({ env: { PATH: `${bin}:/no/such/dir` } });
    sandbox = await backend.open({ runId: 'r', scenarioId: 's', projectDir: bin, keep: false });
  });
  afterAll(async () => {
    await sandbox.close();
    rmSync(bin, { recursive: true });
  });

  it.each([
    ['nope', 'notFound', () => `there is no program nope on PATH; looked in ${bin}, /no/such/dir`],
    ['./nope', 'notFound', () => `there is no file ${join(sandbox.dir, 'nope')}`],
    [
      join(bin, 'script'),
      'notFound',
      () =>
        `${bin}/script names an interpreter in its first line that does not exist: /no/such/interpreter -x`,
    ],
    ['plain', 'notExecutable', () => `${bin}/plain is not executable; chmod +x makes it so`],
    [join(bin, 'folder'), 'notExecutable', () => `${bin}/folder is a directory`],
  ])('%s', async (program, reason, message) => {
    const command = { argv: [program], env: {}, cwd: sandbox.dir };
    const { end } = await sandbox.exec(command, new AbortController().signal);
    expect(end).toEqual({ kind: 'notStarted', reason, message: message() });
  });

  it.each(['/no/such/directory', 'no\0path', `/${'x'.repeat(5_000)}`])(
    'is a work directory out of reach: %j',
    async (cwd) => {
      const { end } = await sandbox.exec({ argv: ['plain'], env: {}, cwd }, new AbortController().signal);
      expect(end).toMatchObject({ kind: 'notStarted', reason: 'badWorkdir' });
    },
  );

  it('is the work directory where that is a file', async () => {
    const command = { argv: ['nope'], env: {}, cwd: join(bin, 'plain') };
    const { end } = await sandbox.exec(command, new AbortController().signal);
    expect(end).toMatchObject({
      reason: 'badWorkdir',
      message: `the work directory ${bin}/plain is not a directory`,
    });
  });
});
