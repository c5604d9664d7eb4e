import { resolve } from 'node:path';
import { type Diagnostic, diagnostic, nearest, type Place } from '../../diagnostic/index.ts';
import type { Host } from '../../host/index.ts';
import type { CommandContext } from '../context.ts';
import { discover, type FoundFile, type NamedPath } from '../files/discover.ts';
import { shownPath } from '../files/say.ts';
import { type GitFault, openRepository, type Repository } from '../git/repository.ts';
import { type CommitId, commitOf, hostAt, isShallow, mergeBaseOf, presentFiles } from '../git/revision.ts';
import type { commands } from '../options/table.ts';
import { lastGood } from './last-good.ts';
import { type DiffRequest, requestOf, type SideRequest } from './request.ts';
import { nameBelow, readSide, type Side } from './side.ts';

export type DiffContext = CommandContext<typeof commands.diff.options>;

export interface Sides {
  readonly old: Side;
  readonly new: Side;
  /** Files that stand for each other although they are called otherwise. */
  readonly counterparts: ReadonlyMap<string, string>;
}

/** Both sides that the command line asks for, or why they cannot be had. */
export function readSides(context: DiffContext): Sides | Diagnostic {
  const request = requestOf(context);
  if ('code' in request) return request;
  const { old, new: now } = request;
  if (old.kind === 'path' && now.kind === 'path') return twoPaths(old.path, now.path, context);
  if (old.kind === 'lastGood') return sinceLastGood(request, context);
  return revisions(request, context);
}

function twoPaths(old: NamedPath, now: NamedPath, context: DiffContext): Sides | Diagnostic {
  const { host } = context;
  const [before, after] = [old, now].map(({ base, text }) => resolve(base, text));
  if (before === undefined || after === undefined) throw new Error('two paths were given');
  const [isFolder, isOtherFolder] = [before, after].map((path) => kindOf(path, host) === 'directory');
  if (isFolder !== isOtherFolder) {
    return diagnostic({
      code: 'SW0007',
      message: 'a file and a folder cannot be compared',
      place: now.place,
      expected: 'two files or two folders',
    });
  }
  const side = (path: string, named: NamedPath) =>
    readSide({
      label: named.text,
      host,
      paths: [named],
      isWanted: () => true,
      nameOf: isFolder ? nameBelow(path) : ({ shown }: FoundFile) => shown,
      prefix: '',
      settings: context.settings,
    });
  const pair = [before, after].map((path) => shownPath(path, host.cwd));
  const counterparts = isFolder ? new Map<string, string>() : new Map([[pair[0] ?? '', pair[1] ?? '']]);
  return { old: side(before, old), new: side(after, now), counterparts };
}

/** Needs no git: what was good is told by the recorded runs. */
function sinceLastGood({ within }: DiffRequest, context: DiffContext): Sides {
  const { host, settings } = context;
  const paths = [within ?? { text: '.', base: host.cwd, place: undefined }];
  const now = readSide({
    label: 'the files as they are',
    host,
    paths,
    isWanted: () => true,
    nameOf: ({ shown }) => shown,
    prefix: '',
    settings,
  });
  const old = lastGood(discover(paths, host).files, context);
  return { old, new: now, counterparts: new Map() };
}

function revisions(request: DiffRequest, context: DiffContext): Sides | Diagnostic {
  const repository = openRepository(context.host, tellFault);
  if ('code' in repository) return repository;
  const old = sideOf(request.old, { isNew: false, repository, request, context });
  if ('code' in old) return old;
  const now = sideOf(request.new, { isNew: true, repository, request, context });
  return 'code' in now ? now : { old, new: now, counterparts: new Map() };
}

interface SideContext {
  readonly isNew: boolean;
  readonly repository: Repository;
  readonly request: DiffRequest;
  readonly context: DiffContext;
}

function sideOf(wanted: SideRequest, side: SideContext): Side | Diagnostic {
  const { context, repository } = side;
  switch (wanted.kind) {
    case 'path':
    case 'lastGood':
      throw new Error('git is asked for what it does not hold');
    case 'folder': {
      const present = presentFiles(repository);
      if ('code' in present) return present;
      const { host } = context;
      const isWanted = (path: string) => present.has(host.files.realPath(path) ?? path) || present.has(path);
      return readIn(host, { ...side, label: 'the work tree', isWanted });
    }
    case 'revision':
    case 'fork': {
      const found = wanted.kind === 'fork' ? forkIn(wanted, repository) : commitIn(wanted, repository);
      if ('code' in found) return found;
      const host = hostAt(found.commit, repository, context.host);
      return 'code' in host ? host : readIn(host, { ...side, label: found.label, isWanted: () => true });
    }
    default:
      return wanted satisfies never;
  }
}

interface ReadContext extends SideContext {
  readonly label: string;
  readonly isWanted: (path: string) => boolean;
}

function readIn(host: Host, { isNew, request, context, label, isWanted }: ReadContext): Side {
  const { within } = request;
  const here: NamedPath = { text: '.', base: host.cwd, place: undefined };
  const path = within ?? here;
  // What is not there on one side is new or gone, which is no fault.
  const isThere = kindOf(resolve(path.base, path.text), host) !== undefined;
  return readSide({
    label,
    host,
    paths: isThere ? [path] : [],
    isWanted,
    nameOf: ({ shown }) => shown,
    // The new files are the ones that are annotated; the old ones are named as git names them.
    prefix: isNew ? '' : `${label}:`,
    settings: context.settings,
  });
}

/** What cannot be looked at is taken for a file: reading it says what is wrong. */
function kindOf(path: string, { files }: Host): string | undefined {
  try {
    return files.stat(path)?.kind;
  } catch {
    return 'file';
  }
}

interface FoundCommit {
  readonly commit: CommitId;
  readonly label: string;
}

function commitIn(
  { revision, place }: { revision: string; place: Place | undefined },
  repository: Repository,
): FoundCommit | Diagnostic {
  const commit = commitOf(revision, repository);
  return typeof commit !== 'string'
    ? noSuchRevision({ revision, place, repository })
    : { commit, label: revision };
}

/** Named by the revision it was asked for when that is where they parted, else by the beginning of its id. */
function forkIn(
  { from, branch, place }: { from: string; branch: string; place: Place | undefined },
  repository: Repository,
): FoundCommit | Diagnostic {
  const [left, right] = [
    commitIn({ revision: from, place }, repository),
    commitIn({ revision: branch, place }, repository),
  ];
  if ('code' in left) return left;
  if ('code' in right) return right;
  const commit = mergeBaseOf(left.commit, right.commit, repository);
  if (commit === undefined) return noCommonBase({ from, branch, place, repository });
  return { commit, label: commit === left.commit ? from : commit.slice(0, 10) };
}

const DEEPEN = 'fetch more history with `git fetch --unshallow`, or `fetch-depth: 0` in actions/checkout';

function noSuchRevision(input: {
  revision: string;
  place: Place | undefined;
  repository: Repository;
}): Diagnostic {
  const { revision, place, repository } = input;
  if (revision === 'HEAD') {
    return diagnostic({
      code: 'SW0025',
      message: 'nothing is committed yet',
      place,
      hint: 'compare two files or folders',
    });
  }
  const meant = nearest(revision, branchesOf(repository));
  const hint = isShallow(repository)
    ? `this clone is shallow: ${DEEPEN}`
    : meant
      ? `did you mean ${meant}?`
      : '`git branch --all` lists the branches; a file that is to be compared has to exist';
  return diagnostic({
    code: 'SW0025',
    message: `"${revision}" is no revision of this repository, and no file or folder either`,
    place,
    hint,
  });
}

function branchesOf({ git }: Repository): string[] {
  const printed = git([
    'for-each-ref',
    '--count=1000',
    '--format=%(refname:short)',
    'refs/heads',
    'refs/remotes',
    'refs/tags',
  ]);
  return 'code' in printed ? [] : printed.toString().trim().split('\n');
}

function noCommonBase(input: {
  from: string;
  branch: string;
  place: Place | undefined;
  repository: Repository;
}): Diagnostic {
  const { from, branch, place, repository } = input;
  return diagnostic({
    code: 'SW0025',
    message: `${from} and ${branch} have no commit in common here`,
    place,
    hint: isShallow(repository)
      ? `this clone is shallow: ${DEEPEN}`
      : `write ${from}..${branch} to compare one with the other`,
  });
}

function tellFault({ kind, reason }: GitFault): Diagnostic {
  const messages = {
    missing: reason,
    unusable: `git cannot be used: ${reason}`,
    refused: `git does not show the revision: ${reason}`,
  };
  const hint =
    'two files or two folders are compared without git: `spanwright diff old.span.toml new.span.toml`';
  return diagnostic({ code: 'SW0025', message: messages[kind], hint });
}
