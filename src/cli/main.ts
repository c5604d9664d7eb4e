import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Diagnostic,
  diagnostic,
  EXIT,
  type ExitCode,
  printDiagnostics,
  sortDiagnostics,
} from '../diagnostic/index.ts';
import { type Host, realHost, systemReason } from '../host/index.ts';
import { redact, secretsOf } from '../report/index.ts';
import type { ProjectResult } from './config/project.ts';
import { resolveSettings, type Settings } from './config/settings.ts';
import type { Command } from './context.ts';
import { reportCrash } from './crash.ts';
import { COMMAND_LINE } from './options/line.ts';
import { type Arguments, parseArguments } from './options/parse.ts';
import { type CommandName, commands, globalOptions } from './options/table.ts';
import { createSources, type Sources } from './sources.ts';
import type { CommandSpans } from './telemetry/command-spans.ts';
import { realTerminal, type Terminal } from './terminal.ts';

type Actions = {
  readonly [Name in CommandName]: () => Promise<Command<(typeof commands)[Name]['options']>>;
};

/** Each command is a chunk of its own, loaded when it is called. */
const actions: Actions = {
  run: async () => (await import('./command/run.ts')).run,
  'merge-reports': async () => (await import('./command/merge-reports.ts')).mergeReports,
  judge: async () => (await import('./command/judge.ts')).judge,
  prove: async () => (await import('./command/prove.ts')).prove,
  learn: async () => (await import('./command/learn.ts')).learn,
  record: async () => (await import('./command/record.ts')).record,
  repro: async () => (await import('./command/repro.ts')).repro,
  'red-green': async () => (await import('./command/red-green.ts')).redGreen,
  trace: async () => (await import('./command/trace.ts')).trace,
  spans: async () => (await import('./command/spans.ts')).spans,
  view: async () => (await import('./command/view.ts')).view,
  watch: async () => (await import('./command/watch.ts')).watch,
  validate: async () => (await import('./command/validate.ts')).validate,
  diff: async () => (await import('./command/diff.ts')).diff,
  lint: async () => (await import('./command/lint.ts')).lint,
  fmt: async () => (await import('./command/fmt.ts')).fmt,
  render: async () => (await import('./command/render.ts')).render,
  graph: async () => (await import('./command/graph.ts')).graph,
  init: async () => (await import('./command/init.ts')).init,
  migrate: async () => (await import('./command/migrate.ts')).migrate,
  lsp: async () => (await import('./command/lsp.ts')).lsp,
  explain: async () => (await import('./command/explain.ts')).explain,
  collector: async () => (await import('./command/collector.ts')).collector,
  cache: async () => (await import('./command/cache.ts')).cache,
  config: async () => (await import('./command/config.ts')).config,
  completion: async () => (await import('./command/completion.ts')).completion,
  pull: async () => (await import('./command/pull.ts')).pull,
  services: async () => (await import('./command/services.ts')).services,
  plugins: async () => (await import('./command/plugins.ts')).plugins,
  doctor: async () => (await import('./command/doctor.ts')).doctor,
  'self-test': async () => (await import('./command/self-test.ts')).selfTest,
  clean: async () => (await import('./command/clean.ts')).clean,
};

/**
 * The program: takes the command line and ends the process with a code of the exit table. Never throws.
 * `packageDir` is the folder of package.json, which the starter knows best.
 */
export async function main(args: readonly string[], packageDir: string): Promise<never> {
  const code = await call(args, packageDir).catch(reportCrash);
  // All output is written by now (see terminal.ts); a connection that somebody keeps open must not keep us alive.
  process.exit(code);
}

/** What is known before a command is looked at. */
interface Session {
  readonly parsed: Arguments;
  readonly host: Host;
  readonly packageDir: string;
  readonly terminal: Terminal;
  readonly sources: Sources;
  readonly spans: CommandSpans | undefined;
  readonly complain: (diagnostics: readonly Diagnostic[]) => void;
}

async function call(args: readonly string[], packageDir: string): Promise<ExitCode> {
  const host = realHost();
  const parsed = parseArguments(args);
  const sources = createSources(host);
  sources.add(COMMAND_LINE, parsed.line.text);
  const layers = { given: parsed.given, env: host.env, project: new Map(), addSource: sources.add };
  const { settings, diagnostics } = resolveSettings(globalOptions, layers);
  const terminal = realTerminal(host.env, settings.color.value);
  const complain = complaintsTo(terminal, sources, host.env);
  const spans = await spansOf(parsed, host, packageDir);
  const session = {
    parsed,
    host,
    packageDir,
    terminal,
    sources,
    spans,
    complain: (found: readonly Diagnostic[]) => {
      spans?.complained(found);
      complain(found);
    },
  };
  const code = await answer(session, settings, [...parsed.diagnostics, ...diagnostics]);
  const failure = terminal.out.failure();
  if (failure !== undefined) session.complain([outputFailed(failure)]);
  const final = failure !== undefined && code === EXIT.passed ? EXIT.undecided : code;
  const unsent = await spans?.end(final);
  if (unsent) complain([unsent]);
  return final;
}

/** Only where they are asked for. A watch goes on for hours and speaks of every save instead. */
async function spansOf(
  { command }: Arguments,
  host: Host,
  packageDir: string,
): Promise<CommandSpans | undefined> {
  if (host.env.SPANWRIGHT_OTEL !== '1' || command === 'watch') return undefined;
  const { createCommandSpans } = await import('./telemetry/command-spans.ts');
  return createCommandSpans({ host, command, version: versionOf(packageDir) });
}

async function answer(
  session: Session,
  { help, version }: Settings<typeof globalOptions>,
  faults: readonly Diagnostic[],
): Promise<ExitCode> {
  const { parsed, terminal, packageDir } = session;
  if (version.value) return say(terminal, `${versionOf(packageDir)}\n`);
  if (help.value && (parsed.command || faults.length === 0))
    return say(terminal, await helpOf(parsed.command));
  if (faults.length > 0) session.complain(faults);
  else if (parsed.command) return callCommand(parsed.command, session);
  else terminal.err.write(await helpOf(undefined));
  return EXIT.invalid;
}

async function callCommand<Name extends CommandName>(name: Name, session: Session): Promise<ExitCode> {
  const { parsed, host, packageDir, sources, complain } = session;
  const table: (typeof commands)[Name]['options'] = commands[name].options;
  // Templates see what a project says, whether or not the command has settings of its own.
  const isConfigurable =
    name === 'config' || 'var' in table || Object.values(table).some((entry) => entry.key !== undefined);
  const { project, diagnostics: projectFaults } = isConfigurable ? await loadProject(host) : NO_PROJECT;
  const layers = {
    given: parsed.given,
    env: host.env,
    project: project?.settings ?? new Map(),
    addSource: sources.add,
  };
  const { settings, diagnostics } = resolveSettings(table, layers);
  const faults = [...projectFaults, ...diagnostics];
  if (faults.length > 0) complain(faults);
  if (faults.some((fault) => fault.severity === 'error')) return EXIT.invalid;
  const action = await actions[name]();
  return action({
    ...session,
    settings,
    project,
    line: parsed.line,
    // Read when it is asked for; most commands never do.
    get version() {
      return versionOf(packageDir);
    },
  });
}

const NO_PROJECT: ProjectResult = { diagnostics: [] };

/** Reading TOML is a chunk of its own too: commands that no project can configure do without it. */
async function loadProject(host: Host): Promise<ProjectResult> {
  return (await import('./config/project.ts')).loadProject(host);
}

function say(terminal: Terminal, text: string): ExitCode {
  terminal.out.write(text);
  return EXIT.passed;
}

async function helpOf(command: CommandName | undefined): Promise<string> {
  return (await import('./help/yargs.ts')).helpText(command);
}

function complaintsTo(terminal: Terminal, sources: Sources, env: Host['env']): Session['complain'] {
  const options = { source: sources.read, color: terminal.err.color };
  return (diagnostics) => {
    const text = printDiagnostics(sortDiagnostics(diagnostics), options);
    // What a template took from the environment may stand in a message or a line that is shown.
    terminal.err.write(redact(text, secretsOf(env)));
  };
}

function versionOf(packageDir: string): string {
  return JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8')).version;
}

function outputFailed(failure: unknown): Diagnostic {
  const message = `standard output cannot be written: ${systemReason(failure)}`;
  return diagnostic({ code: 'SW0016', message, hint: 'make room, or send the output somewhere else' });
}
