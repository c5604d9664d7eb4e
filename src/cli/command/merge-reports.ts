import { resolve } from 'node:path';
import { type Diagnostic, diagnostic, EXIT } from '../../diagnostic/index.ts';
import { readRunRecord } from '../../event/index.ts';
import { systemReason } from '../../host/index.ts';
import { exitCodeOf, mergeShards, type ShardReport } from '../../report/index.ts';
import type { Command, CommandContext } from '../context.ts';
import { baseOf } from '../files/paths.ts';
import { shownPath } from '../files/say.ts';
import type { commands } from '../options/table.ts';
import { chooseLoudness } from '../run/choices.ts';
import { chooseReporters, type ReportingOptions, startReporting } from '../run/reporting.ts';
import { writeStepSummary } from '../run/step-summary.ts';

type MergeContext = CommandContext<(typeof commands)['merge-reports']['options']>;

/** `spanwright merge-reports REPORTS`: one report of those of all shards. Runs nothing. */
export const mergeReports: Command<(typeof commands)['merge-reports']['options']> = async (context) => {
  const { settings, host, complain } = context;
  const loudness = chooseLoudness(settings);
  const reporters = chooseReporters(settings.reporter, baseOf(settings.reporter, context), host);
  const read = settings.reports.value.map((_, index) => readReport(index, context));
  const faults = [
    ...(typeof loudness === 'object' ? [loudness] : []),
    ...reporters.diagnostics,
    ...read.flatMap((each) => ('record' in each ? [] : each)),
  ];
  const merged =
    faults.length > 0 ? faults : mergeShards(read.flatMap((each) => ('record' in each ? each : [])));
  if (!('scenarios' in merged)) {
    complain(merged);
    return EXIT.invalid;
  }
  const code = exitCodeOf(merged);
  const options = optionsOf(context, { verbose: loudness === 'verbose', quiet: loudness === 'quiet' });
  const unwritten = [
    ...startReporting(reporters.targets, options).finish(merged, code === EXIT.passed),
    ...writeStepSummary(merged, host),
  ];
  if (unwritten.length > 0) complain(unwritten);
  return code === EXIT.passed && unwritten.length > 0 ? EXIT.undecided : code;
};

function readReport(index: number, { settings, host }: MergeContext): ShardReport | readonly Diagnostic[] {
  const { value, origin } = settings.reports;
  const path = resolve(host.cwd, value[index] ?? '');
  const shown = shownPath(path, host.cwd);
  const place = origin.places[index];
  try {
    const bytes = host.files.read(path);
    if (!bytes) return [diagnostic({ code: 'SW0010', message: `there is no file ${shown}`, place })];
    const record = readRunRecord(new TextDecoder().decode(bytes), shown);
    return 'scenarios' in record ? { file: shown, record } : record;
  } catch (error) {
    return [
      diagnostic({ code: 'SW0011', message: `${shown} cannot be read: ${systemReason(error)}`, place }),
    ];
  }
}

/** Excerpts are of the files as they are here, where they are. */
function optionsOf(
  { host, terminal, packageDir }: MergeContext,
  loudness: Pick<ReportingOptions, 'verbose' | 'quiet'>,
): ReportingOptions {
  const source = (file: string) => {
    try {
      const bytes = host.files.read(resolve(host.cwd, file));
      return bytes && new TextDecoder().decode(bytes);
    } catch {
      return undefined;
    }
  };
  const { write, color, columns: width } = terminal.out;
  return { host, print: write, color, width, ...loudness, source, packageDir };
}
