import { dirname, relative, resolve } from 'node:path';
import { type Diagnostic, diagnostic, type Place } from '../../diagnostic/index.ts';
import type { TreeFile } from '../../diff/index.ts';
import { sha256 } from '../../digest/index.ts';
import type { Host } from '../../host/index.ts';
import {
  type LoadedSet,
  type LoadInput,
  loadRendered,
  type TemplateSurroundings,
} from '../../scenario/index.ts';
import { loadProject } from '../config/project.ts';
import type { CommandContext } from '../context.ts';
import { discover, type FoundFile, type NamedPath } from '../files/discover.ts';
import { readContent } from '../files/read.ts';
import { shownPath } from '../files/say.ts';
import { surroundingsOf } from '../files/surroundings.ts';
import { UnreadableBlob } from '../git/contents.ts';
import { createSources } from '../sources.ts';

/** One side of a comparison, read and checked. */
export interface Side {
  /** How it is called: a revision, a path, `the work tree`. */
  readonly label: string;
  readonly files: readonly TreeFile[];
  /** Files that are not valid, with everything that is wrong with them. */
  readonly invalid: ReadonlyMap<string, readonly Diagnostic[]>;
  /** Text that diagnostics and changes point into. */
  readonly source: (name: string) => string | undefined;
  /** What stood in the way of finding files at all. */
  readonly problems: readonly Diagnostic[];
}

export interface SideInput {
  readonly label: string;
  /** The machine, or a revision in its place. */
  readonly host: Host;
  readonly paths: readonly NamedPath[];
  /** Files that are left out, such as those git ignores. */
  readonly isWanted: (path: string) => boolean;
  /** What a file is called when it is compared with one of the other side. */
  readonly nameOf: (file: FoundFile) => string;
  /** Goes before the names of files that are not on the disk, as in `main:orders.span.toml`. */
  readonly prefix: string;
  /** For `--var`. */
  readonly settings: CommandContext['settings'];
}

/** Reads every scenario file of a side, whatever is wrong with the others. */
export function readSide(input: SideInput): Side {
  const { label, host, prefix } = input;
  const sources = createSources(host);
  const { project, diagnostics: inProject } = loadProject(host);
  const { files: found, problems } = discover(input.paths, host);
  const files: TreeFile[] = [];
  const invalid = new Map<string, readonly Diagnostic[]>();
  for (const file of found) {
    if (!input.isWanted(file.path)) continue;
    const surroundings = surroundingsOf({ host: stillHost(host), project, settings: input.settings });
    const set = load(file, surroundings);
    const name = input.nameOf(file);
    if (set.diagnostics.some(isError))
      invalid.set(
        name,
        set.diagnostics.map((each) => prefixed(each, prefix)),
      );
    for (const each of set.files) {
      files.push({ ...each, file: name, locate: (path) => inside(each.locate(path), prefix) });
    }
  }
  return {
    label,
    files,
    invalid,
    source: (name) => (name.startsWith(prefix) ? sources.read(name.slice(prefix.length)) : undefined),
    problems: [
      ...inProject.filter(isError).map((each) => prefixed(each, prefix)),
      ...problems.map((each) => each.diagnostic),
    ],
  };
}

function load(file: FoundFile, surroundings: TemplateSurroundings): Pick<LoadedSet, 'files' | 'diagnostics'> {
  try {
    const content = readContent(file, surroundings.host);
    if ('code' in content) return { files: [], diagnostics: [content] };
    const input: LoadInput = { file: file.shown, dir: dirname(file.path), content };
    return loadRendered(input, surroundings);
  } catch (cause) {
    if (!(cause instanceof UnreadableBlob)) throw cause;
    return { files: [], diagnostics: [unreadable(cause, surroundings.host.cwd)] };
  }
}

function unreadable({ path, message, hint }: UnreadableBlob, cwd: string): Diagnostic {
  const place = { file: shownPath(path, cwd), line: 1, column: 1, length: 1 };
  return diagnostic({ code: 'SW0011', message: `the file cannot be read: ${message}`, place, hint });
}

/**
 * Both sides see the same instant and the same random numbers, file by file: what a template makes of them is no
 * difference in what is expected.
 */
function stillHost(host: Host): Host {
  let asked = 0;
  return {
    ...host,
    nowNs: () => STILL_NS,
    randomHex: (bytes) => {
      asked++;
      return sha256(`diff ${asked}`)
        .repeat(Math.ceil(bytes / 32))
        .slice(0, 2 * bytes);
    },
  };
}

/** 2026-01-01T00:00:00Z. */
const STILL_NS = 1_767_225_600_000_000_000n;

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

function inside(place: Place, prefix: string): Place {
  return prefix === '' ? place : { ...place, file: `${prefix}${place.file}` };
}

function prefixed(each: Diagnostic, prefix: string): Diagnostic {
  if (prefix === '') return each;
  const { place, related, fix: _onDisk, ...rest } = each;
  return {
    ...rest,
    ...(place && { place: inside(place, prefix) }),
    ...(related && { related: related.map((one) => ({ ...one, place: inside(one.place, prefix) })) }),
  };
}

/** What a file of a folder is called in it. */
export function nameBelow(folder: string): (file: FoundFile) => string {
  return ({ path }) => relative(resolve(folder), path);
}
