import { availableParallelism } from 'node:os';
import { type Diagnostic, diagnostic } from '../../diagnostic/index.ts';
import type { RunPolicy } from '../../executor/index.ts';
import type { Resources } from '../../plan/index.ts';
import { type Settings, stronger } from '../config/settings.ts';
import { parallelJobs, type run } from '../options/run.ts';

type RunSettings = Settings<typeof run.options>;

/** Scenarios at once: `--parallel` and `--jobs` answer the same question, and the one said closer to the user counts. */
export function chooseJobs({ jobs, parallel }: RunSettings): number | Diagnostic {
  if (parallel.value === undefined) return jobs.value;
  const winner = stronger(parallel.origin, jobs.origin);
  if (winner === jobs.origin) return jobs.value;
  if (winner) return parallel.value ? parallelJobs() : 1;
  return diagnostic({
    code: 'SW0009',
    message: 'both jobs and parallel say how many scenarios run at once',
    place: parallel.origin.places[0],
    hint: 'use one of them: --jobs N, or --parallel for as many as the machine allows',
  });
}

export type Loudness = 'verbose' | 'quiet' | 'normal';

/** How much people are told: more, less, or neither. */
export function chooseLoudness({
  verbose,
  quiet,
}: Pick<RunSettings, 'verbose' | 'quiet'>): Loudness | Diagnostic {
  if (!verbose.value || !quiet.value) return verbose.value ? 'verbose' : quiet.value ? 'quiet' : 'normal';
  const winner = stronger(verbose.origin, quiet.origin);
  if (winner) return winner === verbose.origin ? 'verbose' : 'quiet';
  return diagnostic({
    code: 'SW0009',
    message: 'a run cannot be both verbose and quiet',
    place: quiet.origin.places[0],
    hint: 'leave out --verbose or --quiet',
  });
}

/** What scenarios may take together that run at the same time. */
export function boundsOf(settings: RunSettings, jobs: number): Resources {
  return {
    slots: jobs,
    containers: settings['max-containers'].value,
    memoryMb: settings['max-memory'].value,
    cpuMillicores: (settings['max-cpus'].value ?? availableParallelism()) * 1000,
  };
}

/** How the run deals with what does not go as it should. */
export function policyOf(settings: RunSettings): RunPolicy {
  return {
    maxFailures: maxFailures(settings),
    runTimeoutMs: settings['run-timeout'].value,
    slowAfterMs: settings['slow-after'].value,
    retryDelayMs: settings['retry-delay'].value,
    repeat: settings.repeat.value,
    failOnFlaky: settings['fail-on-flaky'].value,
  };
}

/** `--fail-fast` is `--max-failures 1`: of the two the one said closer to the user counts, and of equals the stricter. */
function maxFailures(settings: RunSettings): number | undefined {
  const { 'fail-fast': failFast, 'max-failures': max } = settings;
  if (max.value === undefined) return failFast.value ? 1 : undefined;
  const winner = stronger(failFast.origin, max.origin);
  return failFast.value && winner !== max.origin ? 1 : max.value;
}
