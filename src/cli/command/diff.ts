import { type Diagnostic, diagnostic, EXIT, type ExitCode } from '../../diagnostic/index.ts';
import {
  type DiffReport,
  type ExpectationTree,
  expectationTree,
  firstError,
  formatDiff,
  isStopped,
  type NotCompared,
  reportOf,
  strategies,
} from '../../diff/index.ts';
import { redact, repositoryPath, secretsOf, visible } from '../../report/index.ts';
import type { Command } from '../context.ts';
import type { Side } from '../diff/side.ts';
import { type DiffContext, readSides, type Sides } from '../diff/sides.ts';
import type { commands } from '../options/table.ts';

/** `spanwright diff [SIDES]`: what changed in what is expected, and what it means. Runs and writes nothing. */
export const diff: Command<typeof commands.diff.options> = async (context) => {
  const { settings, terminal, host, complain } = context;
  const sides = readSides(context);
  if ('code' in sides) {
    complain([sides]);
    return EXIT.invalid;
  }
  if (isNothing(sides.old) && isNothing(sides.new)) {
    complain([nothingToCompare(sides)]);
    return EXIT.nothingSelected;
  }
  const { report, tree } = compare(sides, context);
  const conditions = settings['fail-on'].value;
  const text = formatDiff(report, settings.format.value, {
    color: terminal.out.color,
    columns: terminal.out.columns,
    depth: settings.depth.value,
    onlyChanges: settings['only-changes'].value,
    tree,
    visible,
    repositoryPath: (file) => repositoryPath(file, host.env),
    isStopped: (change) => isStopped(change, conditions),
  });
  // What a template took from the environment is part of what is compared.
  terminal.out.write(redact(text, secretsOf(host.env)));
  complain(faultsOf(sides, context));
  return exitCodeOf(sides, report, context);
};

function isNothing({ files, invalid, problems }: Side): boolean {
  return files.length + invalid.size + problems.length === 0;
}

function nothingToCompare({ old, new: now }: Sides): Diagnostic {
  return diagnostic({
    code: 'SW0012',
    message: `there is no *.span.toml and no *.clnrm.toml in ${old.label}, nor in ${now.label}`,
    hint: 'only files at or below the working directory are compared, and none that git ignores or that are in a submodule: give the command there',
  });
}

function compare(
  sides: Sides,
  { settings, host }: DiffContext,
): { report: DiffReport; tree: ExpectationTree } {
  const { old, new: now, counterparts } = sides;
  const notCompared = notComparedIn(sides);
  const isLeftOut = new Set(notCompared.map(({ file }) => file));
  const before = expectationTree(
    old.files.filter(({ file }) => !isLeftOut.has(file) && !isLeftOut.has(counterparts.get(file) ?? file)),
  );
  const tree = expectationTree(now.files.filter(({ file }) => !isLeftOut.has(file)));
  const strategy = settings.strategy.value;
  const { monotonicMs } = host;
  const diff = strategies[strategy].compare(before, tree, { counterparts, monotonicMs });
  return { report: reportOf({ old: old.label, new: now.label, strategy, diff, notCompared }), tree };
}

/** By the name of the new side, where there is one. */
function notComparedIn({ old, new: now, counterparts }: Sides): NotCompared[] {
  const bySide = new Map<string, NotCompared>();
  for (const [file, diagnostics] of old.invalid) {
    const name = counterparts.get(file) ?? file;
    bySide.set(name, { file: name, side: 'old', reason: firstError(diagnostics) });
  }
  for (const [file, diagnostics] of now.invalid) {
    const side = bySide.has(file) ? 'both' : 'new';
    bySide.set(file, { file, side, reason: firstError(diagnostics) });
  }
  return [...bySide.values()];
}

/** What is wrong with files, of both sides; their texts are made known, so that excerpts can be shown. */
function faultsOf({ old, new: now }: Sides, { sources }: DiffContext): readonly Diagnostic[] {
  return [old, now].flatMap((side) => {
    const faults = [...side.problems, ...[...side.invalid.values()].flat()].filter(isError);
    for (const { place, related } of faults) {
      for (const each of [place, ...(related ?? []).map((one) => one.place)]) {
        const text = each && side.source(each.file);
        if (each && text !== undefined) sources.add(each.file, text);
      }
    }
    return faults;
  });
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

function exitCodeOf({ new: now }: Sides, { changes }: DiffReport, { settings }: DiffContext): ExitCode {
  if (isFaulty(now)) return EXIT.invalid;
  return changes.some((change) => isStopped(change, settings['fail-on'].value)) ? EXIT.failed : EXIT.passed;
}

function isFaulty({ invalid, problems }: Side): boolean {
  return invalid.size > 0 || problems.length > 0;
}
