import { availableParallelism } from 'node:os';
import { boolean, duration, integer, text } from '../../scenario/index.ts';
import type { CommandEntry } from './command.ts';
import { containers } from './containers.ts';
import { list, toggle, triState, value } from './entry.ts';
import { formatOption } from './format-option.ts';
import { isolation } from './isolation.ts';
import { scenarioPaths } from './paths.ts';
import { templateVariables } from './variables.ts';

export const run = {
  summary: 'Run scenarios and judge them by their traces',
  description: [
    'Runs every scenario of the files given, or found in the folders given (*.span.toml and *.clnrm.toml): starts its services, runs its steps, waits until the trace is complete and judges every expectation. Other .toml files are run when they are named.',
    'Nothing is started unless every file is correct. The exit code is 0 only if everything selected passed.',
  ],
  options: {
    paths: scenarioPaths,

    jobs: value(integer({ min: 1, max: 1024, doc: 'Scenarios run at the same time' }), {
      short: 'j',
      placeholder: 'N',
      key: 'run.jobs',
      fallback: parallelJobs,
      fallbackText: 'number of CPUs less one, at least 1',
    }),
    parallel: triState(
      boolean({ doc: 'Run as many at once as the machine allows, whatever the project file says of jobs' }),
    ),
    'max-containers': value(
      integer({ min: 1, max: 10_000, doc: 'Containers that scenarios may use together' }),
      {
        placeholder: 'N',
        key: 'run.max_containers',
        fallback: () => 10,
        fallbackText: '10',
      },
    ),
    'max-memory': value(
      integer({ min: 1, doc: 'Megabytes that scenarios may take together, as their [limits] say' }),
      { placeholder: 'MB', key: 'run.max_memory', fallback: () => 4096, fallbackText: '4096' },
    ),
    'max-cpus': value(
      integer({ min: 1, max: 10_000, doc: 'CPUs that scenarios may take together, as their [limits] say' }),
      { placeholder: 'N', key: 'run.max_cpus', fallbackText: 'number of CPUs' },
    ),
    only: list(text({ nonBlank: true, doc: 'Run only scenarios whose id (FILE::NAME) contains this text' }), {
      placeholder: 'TEXT',
    }),
    tag: list(
      text({
        nonBlank: true,
        doc: 'Run only scenarios with this tag, or that this selects: `smoke and not slow`, `name(/re/) or file(glob)`',
      }),
      { placeholder: 'SELECTION' },
    ),
    'last-failed': toggle(boolean({ doc: 'Run only scenarios that did not pass when they were run last' })),
    changed: toggle(
      boolean({
        doc: 'Skip scenarios that passed before, if neither their file nor their inputs have changed since',
      }),
    ),
    explain: toggle(boolean({ doc: 'Say of each scenario what has changed since it passed' })),
    shard: value(text({ nonBlank: true, doc: 'Run only part i of n of the suite; see merge-reports' }), {
      placeholder: 'i/n',
    }),
    timings: value(text({ nonBlank: true, doc: 'Divide the suite by the durations in this JSON report' }), {
      placeholder: 'FILE',
      key: 'run.timings',
      fallbackText: 'the recorded runs',
      suggests: 'file',
    }),
    'dry-run': toggle(boolean({ doc: 'Print what would be run, in which order, and run nothing' })),
    format: formatOption({
      of: 'plan',
      names: ['text', 'json'],
      fallback: 'text',
      doc: 'How --dry-run prints the plan',
    }),
    var: templateVariables,
    'fail-fast': toggle(boolean({ doc: 'Stop after the first scenario that does not pass' }), {
      key: 'run.fail_fast',
    }),
    'max-failures': value(integer({ min: 1, doc: 'Stop after so many scenarios that do not pass' }), {
      placeholder: 'N',
      key: 'run.max_failures',
    }),
    'run-timeout': value(duration({ doc: 'Stop after this time, whatever has not been run yet' }), {
      placeholder: 'DURATION',
      key: 'run.run_timeout',
    }),
    'slow-after': value(duration({ doc: 'Mark a scenario as slow that runs for longer' }), {
      placeholder: 'DURATION',
      key: 'run.slow_after',
      fallback: () => 60_000,
      fallbackText: '1m',
    }),
    timeout: value(duration({ doc: 'Time a scenario may take that sets no timeout of its own' }), {
      placeholder: 'DURATION',
      key: 'run.timeout',
      fallback: () => 5 * 60_000,
      fallbackText: '5m',
    }),
    retries: value(
      integer({
        min: 0,
        max: 100,
        doc: 'Try a scenario again that does not pass; a later pass counts as flaky',
      }),
      { placeholder: 'N', key: 'run.retries', fallback: () => 0, fallbackText: '0' },
    ),
    'retry-delay': value(
      duration({ doc: 'Wait before the first retry of a scenario; doubled for each further one, up to 30s' }),
      { placeholder: 'DURATION', key: 'run.retry_delay', fallback: () => 250, fallbackText: '250ms' },
    ),
    'fail-on-flaky': toggle(
      boolean({ doc: 'Fail when a scenario passes only after an attempt that did not' }),
      { key: 'run.fail_on_flaky' },
    ),
    repeat: value(
      integer({
        min: 1,
        max: 10_000,
        doc: 'Run each scenario N times; fail when its traces are not the same',
      }),
      { placeholder: 'N', fallback: () => 1, fallbackText: '1' },
    ),
    ...isolation,
    ...containers,
    reporter: list(
      text({
        nonBlank: true,
        doc: 'Report as NAME, to standard output or to FILE (NAME:FILE); may be repeated',
      }),
      {
        placeholder: 'NAME[:FILE]',
        key: 'run.reporter',
        fallback: () => ['human'],
        fallbackText: 'human',
        suggests: 'reporter',
      },
    ),
    verbose: toggle(
      boolean({ doc: 'Show every scenario with its evidence, not only those that do not pass' }),
      {
        short: 'v',
        key: 'run.verbose',
      },
    ),
    quiet: toggle(boolean({ doc: 'Say nothing unless something does not pass' }), {
      short: 'q',
      key: 'run.quiet',
    }),
    progress: triState(boolean({ doc: 'Show what is running at the foot of the terminal' }), {
      key: 'run.progress',
      fallbackText: 'on, but in CI',
    }),
    'keep-failed': toggle(boolean({ doc: 'Keep the work directory of scenarios that do not pass' }), {
      key: 'run.keep_failed',
    }),
    certificate: value(
      text({
        nonBlank: true,
        doc: 'Write to this file how clean the run was: isolation, attempts to leave, environment, determinism',
      }),
      { placeholder: 'FILE', suggests: 'file' },
    ),
    record: toggle(boolean({ doc: 'Keep a record of the run under .spanwright/runs' }), {
      on: true,
      key: 'run.record',
    }),
  },
  examples: [
    { line: 'spanwright run', says: 'Everything below the working directory' },
    { line: 'spanwright run orders.span.toml --verbose', says: 'One file, with evidence' },
    { line: 'spanwright run tests --tag "smoke and not slow" --jobs 4', says: 'By tag, four at a time' },
    { line: 'spanwright run --changed --explain', says: 'What has changed since it passed, and why' },
    { line: 'spanwright run --shard 2/4 --dry-run', says: 'What the second of four CI jobs would run' },
    {
      line: 'spanwright run --reporter human --reporter junit:out.xml',
      says: 'A report for people and one for CI',
    },
  ],
} satisfies CommandEntry;

/** As many scenarios at once as the machine allows, leaving one CPU to what they start. */
export function parallelJobs(): number {
  return Math.max(1, availableParallelism() - 1);
}
