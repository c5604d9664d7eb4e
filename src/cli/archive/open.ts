import { join, resolve } from 'node:path';
import { type RunArchive, readArchive } from '../../archive/index.ts';
import { type Diagnostic, diagnostic, nearest, type Place } from '../../diagnostic/index.ts';
import { type Host, systemReason } from '../../host/index.ts';
import type { Setting } from '../config/settings.ts';
import type { CommandContext } from '../context.ts';
import { shownPath } from '../files/say.ts';

/** A recorded run that was found and can be read. */
export interface KeptRun {
  readonly archive: RunArchive;
  /** Its file, as shown to people. */
  readonly shown: string;
}

type Surroundings = Pick<CommandContext, 'host' | 'project'>;

/** Where the runs of the project are kept. */
export function runsDir({ host, project }: Surroundings): string {
  return join(project?.dir ?? host.cwd, '.spanwright', 'runs');
}

/**
 * The run that a setting names: `latest`, the id of a run or the beginning of one, or the path of an archive. An archive
 * that is damaged is a diagnostic, as is a name that leads to none or to several.
 */
export function openRun(setting: Setting<string>, around: Surroundings): KeptRun | Diagnostic {
  return openNamed(setting.value, setting.origin.places[0], around);
}

/** The same for a word that stands at a place. */
export function openNamed(
  name: string,
  place: Place | undefined,
  around: Surroundings,
): KeptRun | Diagnostic {
  const path = pathOf(name, place, around);
  return typeof path === 'string' ? readRun(path, place, around.host) : path;
}

/** Whether a word is to be looked for among the recorded runs of the project: an id, the beginning of one, or `latest`. */
export function isRunName(name: string): boolean {
  return name === 'latest' || /^\d{8}(-\d{0,6}(-[0-9a-f]{0,8})?)?$/.test(name);
}

/** A run by the path of its archive. */
export function readRun(path: string, place: Place | undefined, host: Host): KeptRun | Diagnostic {
  const shown = shownPath(path, host.cwd);
  try {
    const bytes = host.files.read(path);
    if (!bytes) return noSuchRun(`there is no run archive ${shown}`, place, undefined);
    const archive = readArchive(bytes, shown);
    return 'code' in archive ? archive : { archive, shown };
  } catch (error) {
    return diagnostic({
      code: 'SW0011',
      message: `${shown} cannot be read: ${systemReason(error)}`,
      place,
      hint: 'check its permissions, and that it is a file',
    });
  }
}

function pathOf(name: string, place: Place | undefined, around: Surroundings): string | Diagnostic {
  if (/[/\\]|\.spw$/.test(name)) return resolve(around.host.cwd, name);
  const runs = runsDir(around);
  const ids = idsOf(runs, around.host);
  const wanted = name === 'latest' ? (pointedTo(runs, ids, around.host) ?? ids.at(-1)) : name;
  const found = ids.filter((id) => wanted !== undefined && id.startsWith(wanted));
  const [id] = found;
  if (id !== undefined && found.length === 1) return join(runs, id, 'run.spw');
  if (ids.length === 0) {
    const where = shownPath(runs, around.host.cwd);
    return noSuchRun(`no run is recorded in ${where}`, place, 'run the scenarios once: spanwright run');
  }
  if (found.length > 1) {
    return noSuchRun(`"${name}" begins ${found.length} runs`, place, `one of ${found.slice(-5).join(', ')}`);
  }
  const meant = nearest(name, ids);
  const hint = meant ? `did you mean ${meant}?` : `the last one is ${ids.at(-1)}`;
  return noSuchRun(`there is no recorded run "${name}"`, place, hint);
}

/** What the last run has left as the id of the latest: ids themselves do not tell two runs of one second apart. */
function pointedTo(runs: string, ids: readonly string[], host: Host): string | undefined {
  const bytes = host.files.read(join(runs, 'latest'));
  const id = bytes && new TextDecoder().decode(bytes).trim();
  return id !== undefined && ids.includes(id) ? id : undefined;
}

/** Oldest first: ids begin with the time. Runs of earlier versions have no archive. */
export function idsOf(runs: string, host: Host): string[] {
  const entries = host.files.list(runs) ?? [];
  const kept = entries.filter(
    ({ name, kind }) => kind === 'directory' && host.files.stat(join(runs, name, 'run.spw')),
  );
  return kept.map(({ name }) => name).sort();
}

function noSuchRun(message: string, place: Place | undefined, hint: string | undefined): Diagnostic {
  return diagnostic({ code: 'SW6133', message, place, hint });
}
