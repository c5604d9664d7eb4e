import { afterEach, expect, test } from 'vitest';
import { makeFolder, start } from './program.ts';

// Versions and what the machine allows differ, so this is no transcript.

const folder = makeFolder({});
afterEach(folder.remove);

test('doctor says the versions, what keeps processes and networks apart, and which engine answers', async () => {
  const { code, stdout } = await start(['doctor'], folder.path).ended;
  // An engine has lines of its own below its name.
  const lines = stdout.split('\n').filter((line) => !line.startsWith(' '));
  const said = new Map(lines.map((line) => [line.split(' ', 1)[0], line]));
  expect([...said.keys()]).toEqual(['spanwright', 'node', 'processes', 'networks', 'containers']);
  expect(said.get('node')).toContain(process.version);
  expect(code).toBe(0);
});
