import { type Diagnostic, EXIT } from '../../diagnostic/index.ts';
import type { Host } from '../../host/index.ts';
import { formatScenario } from '../../scenario/index.ts';
import type { Command } from '../context.ts';
import { discover, type FoundFile } from '../files/discover.ts';
import { namedPaths, noScenarioFiles } from '../files/paths.ts';
import { readText } from '../files/read.ts';
import type { Change } from '../files/unified.ts';
import { writeText } from '../files/write.ts';
import type { commands } from '../options/table.ts';

/** `spanwright fmt [PATHS]`: rewrites files in their canonical form, and prints the names of those that change. */
export const fmt: Command<typeof commands.fmt.options> = async (context) => {
  const { settings, host, terminal, complain } = context;
  const isCheck = settings.check.value;
  const isDiff = settings.diff.value;
  // The library that compares is loaded only for this.
  const unifiedDiff = isDiff ? (await import('../files/unified.ts')).unifiedDiff : undefined;
  const { files, problems } = discover(namedPaths(context), host);
  if (files.length + problems.length === 0) {
    complain([noScenarioFiles(context)]);
    return EXIT.nothingSelected;
  }
  const faults = problems.map((each) => each.diagnostic);
  let changed = 0;
  for (const file of files) {
    const result = formatFile(file, host);
    if (Array.isArray(result)) faults.push(...result);
    else if (result !== undefined) {
      const fault = isCheck || isDiff ? undefined : writeText(file.path, result.after, host);
      if (fault) {
        faults.push(fault);
        continue;
      }
      changed++;
      terminal.out.write(unifiedDiff ? unifiedDiff(result, terminal.out) : `${file.shown}\n`);
    }
  }
  if (faults.length > 0) {
    complain(faults);
    return EXIT.invalid;
  }
  return isCheck && changed > 0 ? EXIT.failed : EXIT.passed;
};

/** Why it could not be formatted; otherwise what changes in it, undefined for nothing. */
function formatFile(file: FoundFile, host: Host): Change | Diagnostic[] | undefined {
  const before = readText(file, host);
  if (typeof before !== 'string') return [...before];
  const { diagnostics, changed, text } = formatScenario(before, { file: file.shown });
  if (diagnostics.length > 0) return [...diagnostics];
  return changed ? { file: file.shown, before, after: text } : undefined;
}
