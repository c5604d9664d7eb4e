import { dirname } from 'node:path';
import { EXIT } from '../../diagnostic/index.ts';
import { redact, repositoryPath, secretsOf } from '../../report/index.ts';
import { type LoadInput, loadRendered } from '../../scenario/index.ts';
import { type Allowed, fixText, formatLint, lintAll, type ValidationInput } from '../../validate/index.ts';
import type { Command, CommandContext } from '../context.ts';
import { type Discovery, discover, type FoundFile } from '../files/discover.ts';
import { namedPaths, noScenarioFiles } from '../files/paths.ts';
import { readContent, readText } from '../files/read.ts';
import { surroundingsOf } from '../files/surroundings.ts';
import { writeText } from '../files/write.ts';
import type { commands } from '../options/table.ts';

type LintContext = CommandContext<typeof commands.lint.options>;

/** `spanwright lint [PATHS]`: what could be written better, as text or for programs; with `--fix` what is left of it. */
export const lint: Command<typeof commands.lint.options> = async (context) => {
  const { settings, host, terminal, version, sources, complain } = context;
  const format = settings.format.value;
  const found = discover(namedPaths(context), host);
  const isNothing = found.files.length + found.problems.length === 0;
  if (isNothing) complain([noScenarioFiles(context)]);
  // A program that reads the output finds a report in it, even if it is one of nothing.
  if (isNothing && format === 'human') return EXIT.nothingSelected;
  const linter = linterOf(context);
  const report = lintAll(inputsOf(found, context, linter), { ...linter, now: host.monotonicMs });
  const text = formatLint(report, format, {
    source: sources.read,
    color: terminal.out.color,
    version,
    repositoryPath: (file) => repositoryPath(file, host.env),
  });
  // What a template took from the environment may stand in a message or a line that is shown.
  terminal.out.write(redact(text, secretsOf(host.env)));
  if (isNothing) return EXIT.nothingSelected;
  if (report.summary.invalid > 0) return EXIT.invalid;
  return report.summary.ok ? EXIT.passed : EXIT.failed;
};

interface Linter {
  readonly load: (input: LoadInput) => ReturnType<typeof loadRendered>;
  readonly allowed: Allowed;
}

/** For templates the clock stands still and chance is none: a text has to load as the same file however often it is read. */
function linterOf(context: LintContext): Linter {
  const surroundings = surroundingsOf(context);
  const { host } = surroundings;
  const now = host.nowNs();
  const still = { ...host, nowNs: () => now, randomHex: (bytes: number) => '0'.repeat(2 * bytes) };
  return {
    load: (input) => loadRendered(input, { ...surroundings, host: still }),
    allowed: new Set(context.settings.allow.value),
  };
}

/** Files are read, and fixed, when their turn comes, so that one at a time is held. */
function* inputsOf(
  { files, problems }: Discovery,
  context: LintContext,
  linter: Linter,
): Generator<ValidationInput> {
  for (const file of files)
    yield context.settings.fix.value ? fixed(file, context, linter) : asItIs(file, context);
  const { format, paths } = context.settings;
  // A place on the command line or in a variable is one to people, and to programs a file that does not exist.
  const isShowable = format.value === 'human' || paths.origin.kind === 'project';
  for (const { shown, diagnostic } of problems) {
    yield { file: shown, problem: isShowable ? diagnostic : { ...diagnostic, place: undefined } };
  }
}

function asItIs(file: FoundFile, { host }: LintContext): ValidationInput {
  const content = readContent(file, host);
  return 'code' in content
    ? { file: file.shown, problem: content }
    : { file: file.shown, dir: dirname(file.path), content };
}

function fixed(file: FoundFile, context: LintContext, linter: Linter): ValidationInput {
  const { host, terminal, settings } = context;
  const content = readText(file, host);
  // What is no text is told of by who reads it next.
  if (typeof content !== 'string') return asItIs(file, context);
  const input = { file: file.shown, dir: dirname(file.path), content };
  const { text, count } = fixText(input, linter);
  if (count === 0) return input;
  const fault = writeText(file.path, text, host);
  if (fault) return { file: file.shown, problem: fault };
  if (settings.format.value === 'human') {
    terminal.out.write(`${file.shown}: ${count} ${count === 1 ? 'problem' : 'problems'} fixed\n`);
  }
  return { ...input, content: text };
}
