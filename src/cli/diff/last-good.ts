import { join } from 'node:path';
import { type Diagnostic, diagnostic } from '../../diagnostic/index.ts';
import type { TreeFile } from '../../diff/index.ts';
import { type RunRecord, readRunRecord } from '../../event/index.ts';
import { loadScenarioFile } from '../../scenario/index.ts';
import { idsOf, readRun, runsDir } from '../archive/open.ts';
import type { CommandContext } from '../context.ts';
import type { FoundFile } from '../files/discover.ts';
import type { Side } from './side.ts';

/** Goes before the names of files of this side. */
const PREFIX = 'last good:';

/** What a recorded run made of one file, in which all its scenarios passed. */
interface Passed {
  readonly files: readonly TreeFile[];
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Files as they were when they last passed: each as the newest recorded run has it in which every scenario of the file took
 * part and none did otherwise. A file of which there is no such run counts as one that cannot be read, and says so.
 */
export function lastGood(
  found: readonly FoundFile[],
  context: Pick<CommandContext, 'host' | 'project'>,
): Side {
  const wanted = new Set(found.map(({ shown }) => shown));
  const files: TreeFile[] = [];
  const texts = new Map<string, string>();
  for (const run of runsOf(context)) {
    if (wanted.size === 0) break;
    for (const [file, passed] of run(wanted)) {
      wanted.delete(file);
      files.push(...passed.files);
      for (const [name, text] of passed.texts) texts.set(name, text);
    }
  }
  return {
    label: 'the last good state',
    files,
    invalid: new Map([...wanted].map((file) => [file, [neverPassed(file)]])),
    source: (name) => texts.get(name),
    problems: [],
  };
}

type ReadRun = (wanted: ReadonlySet<string>) => ReadonlyMap<string, Passed>;

/** The newest first. A run that cannot be read has nothing to tell; that it is damaged is said when it is asked for. */
function* runsOf(context: Pick<CommandContext, 'host' | 'project'>): Generator<ReadRun> {
  const { host } = context;
  const runs = runsDir(context);
  for (const id of idsOf(runs, host).reverse()) {
    const bytes = host.files.read(join(runs, id, 'run.json'));
    const record = bytes && readRunRecord(new TextDecoder().decode(bytes), id);
    if (!record || Array.isArray(record)) continue;
    yield (wanted) => {
      const candidates = new Set([...wanted].filter((file) => hasPassed(file, record)));
      // Archives are large and records are not, so the archive is opened only for what it has.
      const kept = candidates.size === 0 ? undefined : readRun(join(runs, id, 'run.spw'), undefined, host);
      if (!kept || 'code' in kept) return new Map();
      const byFile = Map.groupBy(kept.archive.files, ({ file }) => file);
      return new Map(
        [...candidates].flatMap((file): [string, Passed][] => {
          const texts = (byFile.get(file) ?? []).map(({ toml }) => toml);
          const passed = passedOf({ file, texts, record });
          return passed ? [[file, passed]] : [];
        }),
      );
    };
  }
}

function hasPassed(file: string, { scenarios }: RunRecord): boolean {
  const own = scenarios.filter((each) => each.file === file && each.skipped === undefined);
  return own.length > 0 && own.every(({ verdict }) => verdict === 'passed');
}

function passedOf({
  file,
  texts,
  record,
}: {
  readonly file: string;
  readonly texts: readonly string[];
  readonly record: RunRecord;
}): Passed | undefined {
  const took = record.scenarios.filter((each) => each.file === file).map(({ name }) => name);
  const files: TreeFile[] = [];
  const named = new Map<string, string>();
  for (const [index, toml] of texts.entries()) {
    const name = `${PREFIX}${file}${texts.length > 1 ? `#${index + 1}` : ''}`;
    // It is kept rendered and as a native file, whatever its name says.
    const { loaded } = loadScenarioFile({ file: 'recorded.span.toml', dir: '/', content: toml });
    if (!loaded) return undefined;
    named.set(name, toml);
    files.push({ file, model: loaded.model, locate: (path) => ({ ...loaded.locate(path), file: name }) });
  }
  const scenarios = files.flatMap(({ model }) => model.scenario.map((each) => each.name));
  // Of a part of the file that was not run, nobody knows whether it was good.
  return scenarios.length > 0 && scenarios.every((name) => timesIn(took, name) >= timesIn(scenarios, name))
    ? { files, texts: named }
    : undefined;
}

/** A record has the values of the matrix behind the name, in brackets. */
function timesIn(names: readonly string[], name: string): number {
  return names.filter((each) => each === name || each.startsWith(`${name}[`)).length;
}

function neverPassed(file: string): Diagnostic {
  return diagnostic({
    code: 'SW6133',
    message: `there is no recorded run in which all of ${file} passed`,
    hint: 'run it once, before it is changed: spanwright run',
  });
}
