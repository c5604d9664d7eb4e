import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseTranscript, play, printTranscript, redact } from './transcript.ts';

const folder = resolve(import.meta.dirname, 'transcripts');
const names = readdirSync(folder).filter((name) => name.endsWith('.txt'));
const isUpdate = process.env.UPDATE_TRANSCRIPTS === '1';

beforeAll(() => {
  if (!existsSync('dist/cli.js'))
    throw new Error('transcripts run the built program: run `npm run build` first');
});

describe.concurrent('transcripts', () => {
  test.for(names)('%s', { timeout: 60_000 }, async (name) => {
    const file = join(folder, name);
    const text = readFileSync(file, 'utf8');
    const found = printTranscript(await play(parseTranscript(text)));
    if (isUpdate) writeFileSync(file, found);
    else expect(found).toBe(text);
  });

  test.for(names)('%s shows no stack trace', (name) => {
    const { calls } = parseTranscript(readFileSync(join(folder, name), 'utf8'));
    for (const { stdout, stderr } of calls)
      expect(stdout + stderr).not.toMatch(/^\s+at (.+ \()?(file:|node:|\/)/m);
  });
});

describe('the transcript format', () => {
  const text = `# Two streams, a blank line and an exit code.

$ NAME=value node speak.mjs 'two words'
| out
|
| value two words
! err
exit 3

-- speak.mjs --
console.log('out\\n\\n%s %s', process.env.NAME, process.argv[2]);
console.error('err');
process.exitCode = 3;
`;

  test('printing what was parsed gives the text again', () => {
    expect(printTranscript(parseTranscript(text))).toBe(text);
  });

  test('playing fills in what really happens', async () => {
    const empty = text.replace(/^[|!e].*\n/gm, '');
    expect(printTranscript(await play(parseTranscript(empty)))).toBe(text);
  });

  test('what varies is replaced at its own width', () => {
    const output =
      '/tmp/x/a.toml 0.61s 20261121-064100-1a2b3c4d http://127.0.0.1:43817/v1 00f067aa0ba902b7 5s';
    expect(redact(output, '/tmp/x')).toBe(
      '$WORK/a.toml #.##s ########-######-######## http://127.0.0.1:#####/v1 ################ 5s',
    );
  });
});
