import { dirname } from 'node:path';
import { type Diagnostic, EXIT } from '../../diagnostic/index.ts';
import { repositoryPath } from '../../report/index.ts';
import { loadRendered } from '../../scenario/index.ts';
import { formatReport, type ValidationInput, validateAll } from '../../validate/index.ts';
import type { Command, CommandContext } from '../context.ts';
import { type Discovery, discover } from '../files/discover.ts';
import { namedPaths, noScenarioFiles } from '../files/paths.ts';
import { readContent } from '../files/read.ts';
import { surroundingsOf } from '../files/surroundings.ts';
import type { commands } from '../options/table.ts';

type ValidateContext = CommandContext<typeof commands.validate.options>;

/** `spanwright validate [PATHS]`: every problem of every file, as text or for programs. Starts and writes nothing. */
export const validate: Command<typeof commands.validate.options> = async (context) => {
  const { settings, host, terminal, version, sources, complain } = context;
  const format = settings.format.value;
  const found = discover(namedPaths(context), host);
  const isNothing = found.files.length + found.problems.length === 0;
  if (isNothing) complain([noScenarioFiles(context)]);
  // A program that reads the output finds a report in it, even if it is one of nothing.
  if (isNothing && format === 'human') return EXIT.nothingSelected;
  const surroundings = surroundingsOf(context);
  const report = validateAll(inputsOf(found, context), {
    level: settings.level.value,
    strict: settings.strict.value,
    now: host.monotonicMs,
    load: (input) => loadRendered(input, surroundings),
  });
  const text = formatReport(report, format, {
    source: sources.read,
    color: terminal.out.color,
    version,
    timing: settings.timing.value,
    repositoryPath: (file) => repositoryPath(file, host.env),
  });
  terminal.out.write(text);
  if (isNothing) return EXIT.nothingSelected;
  return report.summary.ok ? EXIT.passed : EXIT.invalid;
};

/** Files are read when their turn comes, so that one at a time is held. */
function* inputsOf({ files, problems }: Discovery, context: ValidateContext): Generator<ValidationInput> {
  for (const file of files) {
    const content = readContent(file, context.host);
    if ('code' in content) yield { file: file.shown, problem: content };
    else yield { file: file.shown, dir: dirname(file.path), content };
  }
  for (const { shown, diagnostic } of problems) {
    yield { file: shown, problem: isShowable(context) ? diagnostic : withoutPlace(diagnostic) };
  }
}

/** A place on the command line or in a variable is one to people, and to programs a file that does not exist. */
function isShowable({ settings: { format, paths } }: ValidateContext): boolean {
  return format.value === 'human' || paths.origin.kind === 'project';
}

function withoutPlace({ place: _, ...diagnostic }: Diagnostic): Diagnostic {
  return diagnostic;
}
