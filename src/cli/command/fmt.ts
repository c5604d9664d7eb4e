import { type Diagnostic, EXIT } from '../../diagnostic/index.ts';
import type { Host } from '../../host/index.ts';
import { formatScenario } from '../../scenario/index.ts';
import type { Command } from '../context.ts';
import { discover, type FoundFile } from '../files/discover.ts';
import { namedPaths, noScenarioFiles } from '../files/paths.ts';
import { readText } from '../files/read.ts';
import { writeText } from '../files/write.ts';
import type { commands } from '../options/table.ts';

/** `spanwright fmt [PATHS]`: rewrites files in their canonical form, and prints the names of those that change. */
export const fmt: Command<typeof commands.fmt.options> = async (context) => {
  const { settings, host, terminal, complain } = context;
  const isCheck = settings.check.value;
  const { files, problems } = discover(namedPaths(context), host);
  if (files.length + problems.length === 0) {
    complain([noScenarioFiles(context)]);
    return EXIT.nothingSelected;
  }
  const faults = problems.map((each) => each.diagnostic);
  let changed = 0;
  for (const file of files) {
    const result = formatFile(file, { host, isCheck });
    if (Array.isArray(result)) faults.push(...result);
    else if (result === 'changed') {
      changed++;
      terminal.out.write(`${file.shown}\n`);
    }
  }
  if (faults.length > 0) {
    complain(faults);
    return EXIT.invalid;
  }
  return isCheck && changed > 0 ? EXIT.failed : EXIT.passed;
};

interface FormatContext {
  readonly host: Host;
  readonly isCheck: boolean;
}

/** Why it could not be formatted or written; otherwise whether it changes. */
function formatFile(file: FoundFile, { host, isCheck }: FormatContext): 'changed' | 'same' | Diagnostic[] {
  const text = readText(file, host);
  if (typeof text !== 'string') return [...text];
  const formatted = formatScenario(text, { file: file.shown });
  if (formatted.diagnostics.length > 0) return [...formatted.diagnostics];
  if (!formatted.changed) return 'same';
  const fault = isCheck ? undefined : writeText(file.path, formatted.text, host);
  return fault ? [fault] : 'changed';
}
