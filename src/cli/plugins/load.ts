import { spawnSync } from 'node:child_process';
import { type Diagnostic, diagnostic, type Place } from '../../diagnostic/index.ts';
import {
  type LoadedFile,
  loadedPreset,
  type Plugins,
  type Preset,
  readPreset,
} from '../../scenario/index.ts';
import type { Project } from '../config/project.ts';
import { PROGRAM } from './program.ts';

/** A plugin has this long to load and to answer. */
const LOAD_MS = 10_000;
const MEMORY_MB = 256;
/** Of an answer; a preset is a few hundred bytes. */
const MAX_BYTES = 256 * 1024;

export interface LoadedPlugins {
  /** All of them; those in code that could be loaded stand for what their code says. */
  readonly plugins: Plugins;
  readonly diagnostics: readonly Diagnostic[];
}

/** The names of plugins in code that services of these files are run by. */
export function neededCode(files: readonly LoadedFile[]): ReadonlySet<string> {
  const needed = new Set<string>();
  for (const { model, plugins } of files) {
    for (const { plugin = '' } of Object.values(model.service ?? {})) {
      if (plugins?.get(plugin)?.code) needed.add(plugin);
    }
  }
  return needed;
}

/**
 * Runs the code of plugins, which nothing else does: each in a process of its own that may read files but has no way to write
 * any, to start another process, or to see the environment, and that is ended when it takes too long. What goes wrong is a
 * diagnostic at the plugin's table in the project file.
 */
export function loadPlugins(
  plugins: Plugins,
  names: ReadonlySet<string>,
  { project, timeoutMs = LOAD_MS }: { readonly project: Project; readonly timeoutMs?: number },
): LoadedPlugins {
  const loaded = new Map(plugins);
  const diagnostics: Diagnostic[] = [];
  for (const name of names) {
    const preset = plugins.get(name);
    if (!preset?.code) continue;
    const outcome = loadOne(preset, { dir: project.dir, timeoutMs });
    if ('service' in outcome) loaded.set(name, outcome);
    else {
      const place = project.settings.get(`plugins.${name}`)?.origin.places[0];
      diagnostics.push(faultOf(name, preset, outcome, place));
    }
  }
  return { plugins: loaded, diagnostics };
}

interface Fault {
  readonly reason: string;
  readonly hint: string;
}

interface Surroundings {
  readonly dir: string;
  readonly timeoutMs: number;
}

function loadOne(preset: Preset, around: Surroundings): Preset | Fault {
  const answer = ask(preset, around);
  if ('reason' in answer) return answer;
  const given = readPreset(answer.preset);
  if ('faults' in given)
    return {
      reason: `what it gives is no preset: ${given.faults.join('; ')}`,
      hint: 'tell its author; `checkPlugin` shows the same',
    };
  const made = loadedPreset({ ...preset, about: answer.about ?? preset.about }, given);
  if (made.service.image !== undefined) return made;
  return { reason: 'it gives no image', hint: 'add `image` to its table, or tell its author' };
}

interface Answer {
  readonly about: string | undefined;
  readonly preset: unknown;
}

function ask({ code }: Preset, { dir, timeoutMs }: Surroundings): Answer | Fault {
  const child = spawnSync(
    process.execPath,
    [
      '--permission',
      '--allow-fs-read=*',
      `--max-old-space-size=${MEMORY_MB}`,
      '--input-type=module',
      '--eval',
      PROGRAM,
    ],
    {
      // Where packages are looked for, and where relative paths begin.
      cwd: dir,
      env: {},
      input: JSON.stringify({ specifier: code?.package, parameters: code?.parameters }),
      stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      maxBuffer: MAX_BYTES,
      encoding: 'utf8',
    },
  );
  if (child.error) return whyNoAnswer(child.error, timeoutMs);
  return readAnswer(String(child.output[3] ?? ''), child.signal ?? `exit code ${child.status}`);
}

function whyNoAnswer(error: NodeJS.ErrnoException, timeoutMs: number): Fault {
  if (error.code === 'ETIMEDOUT')
    return {
      reason: `it gave no preset within ${timeoutMs} ms`,
      hint: 'a preset is made from parameters alone; tell its author',
    };
  if (error.code === 'ENOBUFS') return { reason: 'its preset is too large', hint: 'tell its author' };
  return { reason: `no process can be started for it: ${error.message}`, hint: 'see what the system says' };
}

function readAnswer(text: string, ended: string): Answer | Fault {
  let answer: { stage?: unknown; code?: unknown; fault?: unknown; about?: unknown; preset?: unknown };
  try {
    // Written by the program above, or by a plugin that found its way to the descriptor: looked at member by member.
    answer = Object(JSON.parse(text));
  } catch {
    return {
      reason: `its process ended without a preset (${ended})`,
      hint: 'tell its author; `checkPlugin` may show why',
    };
  }
  const { fault, stage, code } = answer;
  if (typeof fault !== 'string')
    return { about: typeof answer.about === 'string' ? answer.about : undefined, preset: answer.preset };
  // What follows on other lines is a stack, or the list of files that asked for a module.
  const [reason = ''] = fault.split('\n');
  if (code === 'ERR_ACCESS_DENIED')
    return {
      reason: 'it writes, starts a process, or loads native code, which a plugin may not',
      hint: 'a plugin only makes a preset from parameters; tell its author',
    };
  if (stage === 'preset') return { reason, hint: 'correct its `parameters`' };
  // Where it was asked for is a part of this program, or of the plugin.
  if (code === 'ERR_MODULE_NOT_FOUND')
    return {
      reason: reason.replace(/ imported from .*/, ''),
      hint: 'install the package, or correct its name',
    };
  return { reason, hint: 'tell its author' };
}

function faultOf(
  name: string,
  { code }: Preset,
  { reason, hint }: Fault,
  place: Place | undefined,
): Diagnostic {
  return diagnostic({
    code: 'SW6305',
    message: `the plugin "${name}" cannot be had from ${code?.package}: ${reason}`,
    place,
    hint,
  });
}
