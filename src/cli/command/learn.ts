import { join, resolve } from 'node:path';
import type { RunArchive } from '../../archive/index.ts';
import { type Diagnostic, diagnostic, EXIT } from '../../diagnostic/index.ts';
import { learnScenario, printLearned } from '../../learn/index.ts';
import type { ScenarioId } from '../../plan/index.ts';
import { redact, secretsOf } from '../../report/index.ts';
import { loadScenarioFile, printScenarioFile, type ScenarioFile } from '../../scenario/index.ts';
import { createTrace, type Trace } from '../../trace/index.ts';
import { idsOf, readRun, runsDir } from '../archive/open.ts';
import type { Command, CommandContext } from '../context.ts';
import { shownPath } from '../files/say.ts';
import { writeText } from '../files/write.ts';
import type { commands } from '../options/table.ts';

type LearnContext = CommandContext<typeof commands.learn.options>;

/** `spanwright learn FILE`: a scenario file with the expectations that its recorded runs have in common. */
export const learn: Command<typeof commands.learn.options> = async (context) => {
  const { settings, terminal, complain } = context;
  const learned = learnFile(context);
  if (typeof learned !== 'string') {
    complain([learned]);
    return EXIT.invalid;
  }
  // The runs keep no secrets of the environment in which they were made; this one may have others.
  const text = redact(learned, secretsOf(context.host.env));
  const { value: output, origin } = settings.output;
  if (output === undefined) {
    terminal.out.write(text);
    return EXIT.passed;
  }
  const path = resolve(context.host.cwd, output);
  const fault = context.host.files.stat(path)
    ? fileExists(shownPath(path, context.host.cwd), origin.places[0])
    : writeText(path, text, context.host);
  if (!fault) return EXIT.passed;
  complain([fault]);
  return EXIT.invalid;
};

/** Traces of one scenario, newest run first. */
interface Observed {
  readonly id: ScenarioId;
  readonly name: string;
  readonly traces: readonly Trace[];
}

function learnFile(context: LearnContext): string | Diagnostic {
  const { host, settings } = context;
  const file = shownPath(resolve(host.cwd, settings.file.value ?? ''), host.cwd);
  const archives = archivesOf(file, context);
  const [newest] = archives;
  const recorded = newest?.files.filter((each) => each.file === file) ?? [];
  const [source] = recorded;
  if (!newest || !source) return neverRun(file, context);
  const observed = newest.record.scenarios
    .filter((each) => each.file === file && settings.only.value.every((text) => each.id.includes(text)))
    .map(({ id, name }): Observed => ({ id, name, traces: tracesOf(id, archives, settings.runs.value) }))
    .filter(({ traces }) => traces.length > 0);
  if (observed.length === 0) return neverPassed(file, context);
  const { loaded, diagnostics } = loadScenarioFile({
    file: 'recorded.span.toml',
    dir: host.cwd,
    content: source.toml,
  });
  // A template that made several files has no one file to go back to.
  if (recorded.length > 1 || !loaded) return observed.map(blockOf).join('\n') || notLoaded(diagnostics);
  return fileOf(loaded.model, observed);
}

/** The recorded runs of the project in which the file had a part, newest first. */
function archivesOf(file: string, context: LearnContext): RunArchive[] {
  const runs = runsDir(context);
  return idsOf(runs, context.host)
    .reverse()
    .flatMap((id) => {
      const kept = readRun(join(runs, id, 'run.spw'), undefined, context.host);
      return 'code' in kept || !kept.archive.files.some((each) => each.file === file) ? [] : [kept.archive];
    });
}

function tracesOf(id: ScenarioId, archives: readonly RunArchive[], runs: number): Trace[] {
  return archives
    .flatMap(({ attempts, record }) => {
      const passed = record.scenarios.some(
        (each) => each.id === id && each.verdict === 'passed' && each.skipped === undefined,
      );
      const attempt = passed ? attempts.findLast((each) => each.id === id) : undefined;
      return attempt ? [createTrace(attempt)] : [];
    })
    .slice(0, runs);
}

/** The file as it was run, with what was learned in place of what it expected of spans. */
function fileOf(model: ScenarioFile, observed: readonly Observed[]): string {
  const { scenario: scenarios, expect: _, ...head } = model;
  const byName = new Map(observed.map((each) => [each.name, each]));
  const blocks = scenarios.map((scenario) => {
    const known = byName.get(scenario.name);
    if (!known) return printPart({ scenario: [scenario] });
    const { expect: _expect, ...rest } = scenario;
    return `${printPart({ scenario: [rest] })}\n${learnedText(known)}`;
  });
  return [printPart(head), ...blocks].join('\n');
}

/** Some tables of a checked file are printed as they would be in the whole of it. */
function printPart(part: Partial<ScenarioFile>): string {
  return printScenarioFile(part as ScenarioFile);
}

function learnedText({ traces }: Observed): string {
  return printLearned(learnScenario(traces), 'scenario.expect');
}

function blockOf(observed: Observed): string {
  return `# ${observed.id}\n${learnedText(observed)}`;
}

function neverRun(file: string, { settings }: LearnContext): Diagnostic {
  return diagnostic({
    code: 'SW6133',
    message: `no recorded run has ${file} in it`,
    place: settings.file.origin.places[0],
    hint: `run it a few times from this folder: spanwright run ${file}`,
  });
}

function neverPassed(file: string, { settings }: LearnContext): Diagnostic {
  return diagnostic({
    code: 'SW6136',
    message: `no scenario of ${file} that is asked for has passed in a recorded run`,
    place: settings.only.origin.places[0] ?? settings.file.origin.places[0],
    hint: 'only runs that passed are learned from',
  });
}

function notLoaded([first]: readonly Diagnostic[]): Diagnostic {
  return first ?? diagnostic({ code: 'SW9001', message: 'the recorded file cannot be read again' });
}

function fileExists(file: string, place: Diagnostic['place']): Diagnostic {
  return diagnostic({
    code: 'SW0015',
    message: `${file} is there already`,
    place,
    hint: 'name another file, or remove it first',
  });
}
