import { dirname, join, resolve } from 'node:path';
import { type Diagnostic, diagnostic, nearest, type Place } from '../../diagnostic/index.ts';
import type { RunEvent, RunRecord } from '../../event/index.ts';
import { type Host, systemReason } from '../../host/index.ts';
import {
  type ReportedTrace,
  type Reporter,
  type ReporterEntry,
  type ReporterName,
  type ReporterOptions,
  reporters,
} from '../../report/index.ts';
import type { LoadedFile } from '../../scenario/index.ts';
import type { Setting } from '../config/settings.ts';
import type { CommandContext } from '../context.ts';
import { shownPath } from '../files/say.ts';
import type { Loudness } from './choices.ts';

/** A report that was asked for: what writes it, and where it goes. */
export interface Target {
  readonly entry: ReporterEntry;
  /** Absolute; undefined for standard output. */
  readonly file: string | undefined;
  /** Where it was asked for; undefined for the default. */
  readonly place: Place | undefined;
}

export interface Targets {
  readonly targets: readonly Target[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The entry of a reporter that exists. */
export function reporterOf(name: ReporterName): ReporterEntry {
  const entry = reporters.find((each) => each.name === name);
  if (!entry) throw new Error(`the registry of reporters lacks ${name}`);
  return entry;
}

/** Understands `NAME` and `NAME:FILE`; files are relative to `base`. */
export function chooseReporters(setting: Setting<readonly string[]>, base: string, host: Host): Targets {
  const targets: Target[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [index, text] of setting.value.entries()) {
    const place = setting.origin.places[index];
    const target = readTarget(text, place, base);
    const fault = 'code' in target ? target : (clash(target, targets, host) ?? notWritable(target, host));
    if (fault) diagnostics.push(fault);
    else if (!('code' in target)) targets.push(target);
  }
  return { targets, diagnostics };
}

function readTarget(text: string, place: Place | undefined, base: string): Target | Diagnostic {
  const colon = text.indexOf(':');
  const name = colon === -1 ? text : text.slice(0, colon);
  const path = colon === -1 ? undefined : text.slice(colon + 1);
  const entry = reporters.find((each) => each.name === name);
  if (!entry) return unknownReporter(name, place);
  if (path !== '') return { entry, file: path === undefined ? undefined : resolve(base, path), place };
  return diagnostic({
    code: 'SW0007',
    message: `the reporter "${text}" has no file after its colon`,
    place,
    expected: `${name}, or ${name}:FILE`,
  });
}

function unknownReporter(name: string, place: Place | undefined): Diagnostic {
  const names = reporters.map((each) => each.name);
  const meant = nearest(name, names);
  return diagnostic({
    code: 'SW0008',
    message: `there is no reporter "${name}"`,
    place: place && { ...place, length: Math.max(1, name.length) },
    expected: `one of ${names.join(', ')}`,
    hint: meant && `did you mean ${meant}?`,
  });
}

function clash(target: Target, earlier: readonly Target[], host: Host): Diagnostic | undefined {
  const other = earlier.find((each) => each.file === target.file);
  if (!other) return undefined;
  const where = target.file === undefined ? 'standard output' : shownPath(target.file, host.cwd);
  return diagnostic({
    code: 'SW0009',
    message: `the reporters ${other.entry.name} and ${target.entry.name} would both write to ${where}`,
    place: target.place,
    hint: `send one of them to a file of its own: ${target.entry.name}:report.${target.entry.extension}`,
  });
}

/** Said before anything runs, rather than after the last scenario. The folder may still have to be made. */
function notWritable({ file, place }: Target, host: Host): Diagnostic | undefined {
  if (file === undefined) return undefined;
  try {
    if (host.files.stat(file)?.kind === 'directory') return cannotWrite(file, 'it is a folder', place, host);
    for (let folder = dirname(file); ; folder = dirname(folder)) {
      const stat = host.files.stat(folder);
      if (stat?.kind === 'directory' || folder === dirname(folder)) return undefined;
      if (stat) return cannotWrite(file, `${shownPath(folder, host.cwd)} is not a folder`, place, host);
    }
  } catch (error) {
    return cannotWrite(file, systemReason(error), place, host);
  }
}

function cannotWrite(file: string, reason: string, place: Place | undefined, host: Host): Diagnostic {
  return diagnostic({
    code: 'SW0016',
    message: `the report cannot be written to ${shownPath(file, host.cwd)}: ${reason}`,
    place,
    hint: 'name another file',
  });
}

export interface ReportingOptions {
  readonly host: Host;
  readonly print: (text: string) => void;
  readonly color: boolean;
  readonly width: number | undefined;
  readonly verbose: boolean;
  /** Nothing for people unless something does not pass. */
  readonly quiet: boolean;
  readonly source: ReporterOptions['source'];
  /** Of the package, where style and script of the HTML report lie. */
  readonly packageDir: string;
  /** The run is recorded. */
  readonly kept?: boolean | undefined;
}

/** What reports are told about the terminal, and the files as they were when they were loaded: they may be edited since. */
export function reportingOptions(
  { loudness, files }: { readonly loudness: Loudness; readonly files: readonly LoadedFile[] },
  { host, terminal, packageDir }: Pick<CommandContext, 'host' | 'terminal' | 'packageDir'>,
): ReportingOptions {
  const texts = new Map(files.map((file) => [file.file, file.text]));
  return {
    host,
    print: terminal.out.write,
    color: terminal.out.color,
    width: terminal.out.columns,
    verbose: loudness === 'verbose',
    quiet: loudness === 'quiet',
    source: (file) => texts.get(file),
    packageDir,
  };
}

/** The reports of one run, fed with its events. */
export interface Reporting {
  event(event: RunEvent): void;
  /** What an attempt sent, for reports that show it. */
  trace(trace: ReportedTrace): void;
  /** Writes what is left to say, each file whole or not at all; what cannot be written is returned. */
  finish(record: RunRecord, passed: boolean): readonly Diagnostic[];
}

export function startReporting(targets: readonly Target[], options: ReportingOptions): Reporting {
  const outputs = targets.map((target) => startOutput(target, options));
  return {
    event: (event) => {
      for (const output of outputs) output.event(event);
    },
    trace: (trace) => {
      for (const output of outputs) output.trace(trace);
    },
    finish: (record, passed) => outputs.flatMap((output) => output.finish(record, passed)),
  };
}

function startOutput(target: Target, options: ReportingOptions): Reporting {
  const isTerminal = target.file === undefined;
  const reporter = target.entry.create(reporterOptions(options, isTerminal));
  return target.file === undefined
    ? toTerminal(reporter, options, options.quiet && target.entry.name === 'human')
    : toFile(reporter, { ...target, file: target.file }, options.host);
}

/** Colour and width are those of the terminal, and of nothing else. */
function reporterOptions(options: ReportingOptions, isTerminal: boolean): ReporterOptions {
  const { host, source, verbose, kept, packageDir } = options;
  return {
    kept,
    asset: (name) => assetText(join(packageDir, 'dist/report', name), host),
    color: isTerminal && options.color,
    width: isTerminal ? options.width : undefined,
    verbose,
    source,
    // PWD can be missing, or be that of whoever started us.
    env: { ...host.env, PWD: host.cwd },
    secrets: [],
  };
}

/** Read when it is asked for: few reports have a style and a script. */
function assetText(path: string, { files }: Host): string {
  const bytes = files.read(path);
  if (!bytes) throw new Error(`${path} is missing from the package`);
  return new TextDecoder().decode(bytes);
}

function toTerminal(reporter: Reporter, { print }: ReportingOptions, quiet: boolean): Reporting {
  const say = (text: string) => {
    if (text !== '') print(text);
  };
  return {
    event: (event) => {
      if (!quiet) say(reporter.event?.(event) ?? '');
    },
    trace: (trace) => reporter.trace?.(trace),
    finish(record, passed) {
      // Without its events a reporter tells the whole story at the end.
      if (!quiet || !passed) say(reporter.finish(record));
      return [];
    },
  };
}

function toFile(reporter: Reporter, target: FileTarget, host: Host): Reporting {
  const parts: string[] = [];
  return {
    event: (event) => void parts.push(reporter.event?.(event) ?? ''),
    trace: (trace) => reporter.trace?.(trace),
    finish(record) {
      const fault = writeReport(target, `${parts.join('')}${reporter.finish(record)}`, host);
      return fault ? [fault] : [];
    },
  };
}

type FileTarget = Pick<Target, 'place'> & { readonly file: string };

/** Writes a report whole or not at all; what went wrong is returned. */
export function writeReport({ file, place }: FileTarget, text: string, host: Host): Diagnostic | undefined {
  try {
    host.files.write(file, text);
    return undefined;
  } catch (error) {
    return cannotWrite(file, systemReason(error), place, host);
  }
}
