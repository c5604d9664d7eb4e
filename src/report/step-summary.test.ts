import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyRun } from './arbitrary.ts';
import { runs } from './sample.ts';
import { printStepSummary } from './step-summary.ts';

describe('step summary', () => {
  it.each(['green', 'red', 'eventful', 'interrupted', 'empty'] as const)('of a run: %s', async (name) => {
    await expect(printStepSummary(runs[name])).toMatchFileSnapshot(`./goldens/step-summary-${name}.md`);
  });

  it('shows what others wrote as text, whatever it means in Markdown or HTML', () => {
    fc.assert(
      fc.property(anyRun, (record) => {
        const shell = /\n(`{3,})sh\n[\s\S]*?\n\1\n/;
        const text = printStepSummary(record).replace(shell, '\n');
        expect(text).not.toMatch(/<(?!\/?code>|br>)/);
        expect(text).not.toMatch(/\]\(|!\[|`/);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
        expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
      }),
    );
  });
});
