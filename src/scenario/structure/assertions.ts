import { locate } from '../toml/index.ts';
import type { WholeFile } from './context.ts';

/** clnrm's `[assertions]` assert nothing there (clnrm-format a.7) and cannot be evaluated here, so each is named. */
export function checkAssertions(file: WholeFile): void {
  for (const key of Object.keys(file.model.assertions ?? {})) {
    const { key: keyPlace, value } = locate(file.root, ['assertions', key]);
    file.report('SW3020', () => ({
      message: `the assertion \`${key}\` is not evaluated`,
      place: keyPlace ?? value,
      hint: 'say it with `expect`, in the step or about the trace',
    }));
  }
}
