import { resolve } from 'node:path';
import { type Diagnostic, diagnostic } from '../../diagnostic/index.ts';
import type { ShardRecord } from '../../event/index.ts';
import { divide, type Estimate, type Plan, partOf, planOf, type Shard } from '../../plan/index.ts';
import type { Setting, Settings } from '../config/settings.ts';
import type { CommandContext } from '../context.ts';
import { baseOf } from '../files/paths.ts';
import { shownPath } from '../files/say.ts';
import type { run } from '../options/run.ts';
import { createHistory, type History, readRecord } from './history.ts';

/** More parts than anybody has machines. */
const MAX_SHARDS = 1000;

/** Understands `2/4`; undefined when it is not asked for. */
export function chooseShard({ value, origin }: Setting<string | undefined>): Shard | Diagnostic | undefined {
  if (value === undefined) return undefined;
  const [, index = 0, count = 0] = (/^(\d{1,5})\/(\d{1,5})$/.exec(value) ?? []).map(Number);
  if (index >= 1 && index <= count && count <= MAX_SHARDS) return { index, count };
  return diagnostic({
    code: 'SW0007',
    message: `--shard cannot be "${value}"`,
    place: origin.places[0],
    expected: `i/n, such as 2/4: part i, from 1 to n, of n parts, at most ${MAX_SHARDS}`,
  });
}

/** The durations by which a suite is divided: those of a report that is named, or of the recorded runs. */
export function chooseTimings(
  { timings }: Pick<Settings<typeof run.options>, 'timings'>,
  context: Pick<CommandContext, 'host' | 'project'>,
  history: History,
): Estimate | Diagnostic {
  if (timings.value === undefined) return history.estimate;
  const path = resolve(baseOf(timings, context), timings.value);
  const record = readRecord(path, context.host);
  if (record) return createHistory(context, [record]).estimate;
  return diagnostic({
    code: 'SW0011',
    message: `${shownPath(path, context.host.cwd)} cannot be read as a JSON report`,
    place: timings.origin.places[0],
    hint: 'name a report that `--reporter json:FILE` or `merge-reports` wrote',
  });
}

/** The part of a plan that is to be run, and what has to be known to put the parts together again. */
export function shardOf(
  plan: Plan,
  { index, count }: Shard,
  estimate: Estimate,
): { readonly plan: Plan; readonly record: ShardRecord } {
  const ids = divide(plan, count, estimate)[index - 1] ?? [];
  const suite = [...plan.scenarios, ...plan.judgements].map(({ id }) => id);
  return { plan: planOf(partOf(plan, ids)), record: { index, count, suite } };
}
