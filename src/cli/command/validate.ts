import { dirname } from 'node:path';
import { type Diagnostic, EXIT, type ExitCode } from '../../diagnostic/index.ts';
import { redact, repositoryPath, secretsOf } from '../../report/index.ts';
import { loadRendered } from '../../scenario/index.ts';
import { formatReport, type ValidationInput, validateAll } from '../../validate/index.ts';
import type { Command, CommandContext } from '../context.ts';
import { discover } from '../files/discover.ts';
import { namedPaths, noScenarioFiles } from '../files/paths.ts';
import { readContent } from '../files/read.ts';
import type { Selection } from '../files/selection.ts';
import { surroundingsOf } from '../files/surroundings.ts';
import { VariableBook } from '../files/variables.ts';
import type { commands } from '../options/table.ts';
import { noteFiles } from '../short-run.ts';

type ValidateContext = CommandContext<typeof commands.validate.options>;

/** `spanwright validate [PATHS]`: every problem of every file, as text or for programs. Starts and writes nothing. */
export const validate: Command<typeof commands.validate.options> = async (context) => {
  if (!context.settings.staged.value) return validateSelection(await inFolders(context), context);
  // Git is started for this alone.
  const { stagedScenarios } = await import('../staged/scenarios.ts');
  const staged = stagedScenarios(context);
  if ('found' in staged) return validateSelection(staged, context);
  context.complain(staged);
  return EXIT.invalid;
};

async function inFolders(context: ValidateContext): Promise<Selection> {
  const { host, settings, sources, complain } = context;
  const surroundings = surroundingsOf(context);
  const cached = settings.cache.value
    ? (await import('../watch/cached-load.ts')).cachedLoad(surroundings, context)
    : undefined;
  const variables = new VariableBook();
  return {
    found: discover(namedPaths(context), host),
    read: (file) => readContent(file, host),
    load: (input) => variables.note(cached ? cached(input) : loadRendered(input, surroundings)),
    source: sources.read,
    sayNothing() {
      complain([noScenarioFiles(context)]);
      return EXIT.nothingSelected;
    },
    notesOn: () => variables.unused(context.settings.var, context.project),
  };
}

function validateSelection(selection: Selection, context: ValidateContext): ExitCode {
  const { settings, host, terminal, complain } = context;
  const format = settings.format.value;
  const { files, problems } = selection.found;
  const nothing = files.length + problems.length === 0 ? selection.sayNothing() : undefined;
  // A program that reads the output finds a report in it, even if it is one of nothing.
  if (nothing !== undefined && format === 'human') return nothing;
  const report = validateAll(inputsOf(selection, context), {
    level: settings.level.value,
    strict: settings.strict.value,
    now: host.monotonicMs,
    load: selection.load,
  });
  const text = formatReport(report, format, {
    source: selection.source,
    color: terminal.out.color,
    get version() {
      return context.version;
    },
    timing: settings.timing.value,
    repositoryPath: (file) => repositoryPath(file, host.env),
  });
  // What a template took from the environment may stand in a message or a line that is shown.
  terminal.out.write(redact(text, secretsOf(host.env)));
  const found = report.files.filter(({ diagnostics }) => diagnostics.length > 0);
  complain(selection.notesOn(found.map(({ path }) => path)));
  return nothing ?? (report.summary.ok ? EXIT.passed : EXIT.invalid);
}

/** Files are read when their turn comes, so that one at a time is held. */
function* inputsOf({ found, read }: Selection, context: ValidateContext): Generator<ValidationInput> {
  for (const [index, file] of found.files.entries()) {
    noteFiles(index);
    const content = read(file);
    if ('code' in content) yield { file: file.shown, problem: content };
    else yield { file: file.shown, dir: dirname(file.path), content };
  }
  for (const { shown, diagnostic } of found.problems) {
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
