import { stepsIn } from '../../outputs.ts';
import { executionOf, programOf, wordsOf } from '../command-line.ts';
import type { LintRule } from '../rule.ts';

/** A step that calls curl so that an error of the server is a success, and looks at nothing that came back. */
export const curlWithoutFail: LintRule = {
  code: 'SW4535',
  name: 'curl-without-fail',
  fixable: false,
  check({ file: { model } }, report) {
    for (const { step, at } of stepsIn(model)) {
      const { expect, capture } = step;
      const looks = expect?.stdout ?? expect?.stderr ?? expect?.exit_code ?? capture;
      if (looks !== undefined) continue;
      const execution = executionOf(step);
      const argv =
        execution?.kind === 'shell' && !/[|&;<>()`\n]/.test(execution.line)
          ? wordsOf(execution.line)
          : execution?.kind === 'program'
            ? execution.argv
            : undefined;
      if (!argv || programOf(argv[0]) !== 'curl' || argv.some(showsFailure)) continue;
      report({
        message: 'curl exits with 0 whatever status the server answers, and nothing looks at the answer',
        at: [...at, 'command'],
        hint: 'add `--fail-with-body`, or say in `expect.stdout` what must come back',
      });
    }
  },
};

/** `-f` may be one of several letters; `--write-out` can show the status. */
function showsFailure(word: string): boolean {
  return /^--(fail|write-out|config|help|version)|^-[A-Za-z#]*[fwKhV]/.test(word);
}
