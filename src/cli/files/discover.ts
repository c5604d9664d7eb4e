import { basename, dirname, join, resolve } from 'node:path';
import { type Diagnostic, diagnostic, nearest, type Place } from '../../diagnostic/index.ts';
import { type DirEntry, type Host, systemReason } from '../../host/index.ts';
import { shownPath } from './say.ts';

/** A path somebody named, with where it was named. */
export interface NamedPath {
  readonly text: string;
  /** Relative paths start here; absolute. */
  readonly base: string;
  /** Undefined when the path comes from a default. */
  readonly place: Place | undefined;
}

export interface FoundFile {
  /** Absolute. */
  readonly path: string;
  /** As shown to people: relative to the working directory where it lies inside it. */
  readonly shown: string;
  /** Where it leads when it is a link; undefined when it is none. */
  readonly target?: string | undefined;
}

export interface Discovery {
  /** Each file once, in the order of the paths; those of a folder sorted by name. */
  readonly files: readonly FoundFile[];
  /** Paths that led to nothing, or not all the way. */
  readonly problems: readonly PathProblem[];
}

export interface PathProblem {
  /** The path as shown to people. */
  readonly shown: string;
  readonly diagnostic: Diagnostic;
}

const SCENARIO_FILE = /\.(span|clnrm)\.toml(\.(tera|njk|j2))?$/;

/** Whether a file is a scenario file by its name. */
export function isScenarioFile(path: string): boolean {
  return SCENARIO_FILE.test(path);
}

/**
 * The scenario files that paths lead to. A named file counts whatever it is called; folders are searched for
 * `*.span.toml` and `*.clnrm.toml`, also with the ending of a template (`.tera`, `.njk`, `.j2`), leaving out node_modules
 * and folders that begin with a dot. Links to files are followed, links to folders are not, so a search always ends.
 */
export function discover(paths: readonly NamedPath[], host: Host): Discovery {
  const files = new Map<string, FoundFile>();
  const problems: PathProblem[] = [];
  const add = ({ path, real, target }: FoundPath) => {
    if (files.has(real)) return;
    const file = { path, shown: shownPath(path, host.cwd) };
    files.set(real, target === undefined ? file : { ...file, target });
  };
  for (const named of paths) {
    follow(named, host, {
      add,
      fault: (path, diagnostic) => problems.push({ shown: shownPath(path, host.cwd), diagnostic }),
    });
  }
  return { files: [...files.values()], problems };
}

interface FoundPath {
  readonly path: string;
  /** With links resolved, which is what tells one file from another. */
  readonly real: string;
  readonly target?: string | undefined;
}

/** What a search finds, by absolute paths. */
interface Finding {
  readonly add: (found: FoundPath) => void;
  readonly fault: (path: string, diagnostic: Diagnostic) => void;
}

function follow(named: NamedPath, host: Host, { add, fault }: Finding): void {
  const path = resolve(named.base, named.text);
  try {
    const stat = host.files.stat(path);
    if (stat === undefined) fault(path, noSuchPath(named, path, host));
    else if (stat.kind === 'other') fault(path, unreadable(named, 'it is neither a file nor a folder'));
    else if (stat.kind === 'file') add(withTarget(path, realPathOf(dirname(path), host), host));
    else {
      search({ path, real: realPathOf(path, host) }, host, {
        add,
        unreadable: (at, error) => {
          const text = at === path ? named.text : shownPath(at, host.cwd);
          fault(at, unreadable({ ...named, text }, systemReason(error)));
        },
      });
    }
  } catch (error) {
    fault(path, unreadable(named, systemReason(error)));
  }
}

/** The file that a path names, which has to be a file itself. */
export function findFile(named: NamedPath, host: Host): FoundFile | Diagnostic {
  const path = resolve(named.base, named.text);
  try {
    const stat = host.files.stat(path);
    if (stat === undefined) return noSuchPath(named, path, host);
    if (stat.kind === 'file') return { path, shown: shownPath(path, host.cwd) };
    return unreadable(
      named,
      stat.kind === 'directory' ? 'it is a folder' : 'it is neither a file nor a folder',
    );
  } catch (error) {
    return unreadable(named, systemReason(error));
  }
}

interface Search {
  readonly add: (found: FoundPath) => void;
  readonly unreadable: (path: string, error: unknown) => void;
}

/**
 * What cannot be read in a folder does not keep the rest of it from being found. Links are resolved for the folder where
 * the search begins: below it, only a link leads elsewhere than it seems to.
 */
function search(folder: FoundPath, host: Host, found: Search): void {
  for (const entry of entriesOf(folder.path, host, found)) {
    const path = join(folder.path, entry.name);
    if (entry.kind === 'directory') {
      if (isSearched(entry)) search({ path, real: join(folder.real, entry.name) }, host, found);
    } else if (isScenarioFile(entry.name) && leadsToFile(entry, path, host, found)) {
      const isLink = entry.kind === 'link';
      found.add(isLink ? withTarget(path, folder.real, host) : { path, real: join(folder.real, entry.name) });
    }
  }
}

function withTarget(path: string, realFolder: string, host: Host): FoundPath {
  const real = realPathOf(path, host);
  return { path, real, target: real === join(realFolder, basename(path)) ? undefined : real };
}

function realPathOf(path: string, { files }: Host): string {
  return files.realPath(path) ?? path;
}

function entriesOf(folder: string, host: Host, found: Search): readonly DirEntry[] {
  try {
    return [...(host.files.list(folder) ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    found.unreadable(folder, error);
    return [];
  }
}

function isSearched(folder: DirEntry): boolean {
  return folder.name !== 'node_modules' && !folder.name.startsWith('.');
}

function leadsToFile(entry: DirEntry, path: string, host: Host, found: Search): boolean {
  if (entry.kind !== 'link') return entry.kind === 'file';
  try {
    return host.files.stat(path)?.kind === 'file';
  } catch (error) {
    found.unreadable(path, error);
    return false;
  }
}

function noSuchPath(named: NamedPath, path: string, host: Host): Diagnostic {
  const folder = resolve(path, '..');
  const siblings = listQuietly(folder, host);
  const meant = nearest(path.slice(folder.length).replace(/^\//, ''), siblings);
  return diagnostic({
    code: 'SW0010',
    message: `there is no file or folder "${named.text}"`,
    place: named.place,
    hint: meant
      ? `did you mean ${shownPath(join(folder, meant), host.cwd)}?`
      : `paths start at ${named.base}`,
  });
}

function listQuietly(folder: string, host: Host): string[] {
  try {
    return (host.files.list(folder) ?? []).map((entry) => entry.name);
  } catch {
    // Only a hint is at stake.
    return [];
  }
}

function unreadable(named: NamedPath, reason: string): Diagnostic {
  return diagnostic({
    code: 'SW0011',
    message: `"${named.text}" cannot be read: ${reason}`,
    place: named.place,
    hint: 'check its permissions and where its links lead',
  });
}
