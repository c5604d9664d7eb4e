import { EXIT } from '../../src/diagnostic/index.ts';
import { MAX_COMMENT } from '../../src/diff/format/markdown.ts';
import { MAX_MS, MAX_NODES } from '../../src/diff/strategy/levenshtein.ts';
import { MAX_RETRY_DELAY_MS } from '../../src/executor/policy.ts';
import { MAX_SURVIVORS } from '../../src/prove/proof.ts';
import { defaultLimits } from '../../src/render/index.ts';
import { limits } from '../../src/report/html/limits.ts';
import { MAX_COMBINATIONS } from '../../src/scenario/matrix/axes.ts';
import type { FigureClaim, Holder } from './figures.ts';
import { constant, fallback, oldestNode, written } from './values.ts';

// What holds each figure of the documentation. The check in test/claims.test.ts names those that are missing here.

type Row = readonly [says: string, by: Holder];

const source = (file: string): Holder => ({ kind: 'source', file });
const test = (file: string, title: string): Holder => ({ kind: 'test', file, title });
const exit = (command: string, code: number): Holder => ({ kind: 'exit', command, code });
const other = (about: string): Holder => ({ kind: 'other', about });

const exitTable = source('src/diagnostic/exit.ts');
const containerLimits = source('src/cli/options/containers.ts');
const runOptions = source('src/cli/options/run.ts');
const generations = test('test/examples.test.ts', 'comes to that');
const guideTime = test('test/claims.test.ts', 'the guide is read and typed in ten minutes');
const cgroup = source('src/executor/admission/cgroup.ts');
const durations = source('src/diff/trace/finding/durations.ts');
const node = source('package.json');

const percent = (name: string) => constant('src/executor/admission/cgroup.ts', name) * 100;
const agent = (name: string) => constant('src/report/agent.ts', name);
const duration = (name: string) => constant('src/diff/trace/finding/durations.ts', name);
const watched = (name: string) => constant('src/watch/loop.ts', name);
const plugin = (name: string) => constant('src/cli/plugins/load.ts', name);
const priority = (name: string) => constant('src/plan/create.ts', name);

const rows: Readonly<Record<string, readonly Row[]>> = {
  'README.md': [
    [
      'it answers 201 and reserves nothing',
      test('test/examples.test.ts', 'misses that one span and no other'),
    ],
    [
      'any Node from 20 on can install it',
      test('test/examples.test.ts', 'sets up with two commands, which .ci/run runs on a bare machine'),
    ],
    [`every expectation was judged and is true | ${EXIT.passed} |`, exitTable],
    [`an expectation was judged and is false | ${EXIT.failed} |`, exitTable],
    [`missing, cut off or incomplete | ${EXIT.undecided} |`, exitTable],
    [`what it needs broke | ${EXIT.undecided} |`, exitTable],
    [
      'holds seven programs that claim success',
      test('test/examples.test.ts', 'makes the same claims about every program'),
    ],
    ['seven lies', test('test/examples.test.ts', 'makes the same claims about every program')],
    ['the formats of clnrm 0.4, 0.7 and 1.0', generations],
    ['in ten minutes', guideTime],
  ],
  'docs/README.md': [['in ten minutes', guideTime]],
  'docs/agent-report.md': [
    [
      `At most ${agent('SCENARIOS')} scenarios are shown, ${agent('FINDINGS')} findings of each, and ${agent('COLUMNS')} characters of a line`,
      source('src/report/agent.ts'),
    ],
  ],
  'docs/containers.md': [
    [
      'has done its work and ended with 0 is replaced',
      test(
        'test/containers.test.ts',
        'run steps beside a service that has done its work, with clnrm files too',
      ),
    ],
    [
      'a program that a signal ended has 128 and its number as exit code',
      test('src/backend/conformance.ts', 'report the signal that ended them'),
    ],
    ['exit code 128 + signal', test('src/backend/conformance.ts', 'report the signal that ended them')],
    ['Engines before Docker 27', other('Docker')],
    ['Podman 4.3', other('Podman')],
    [
      `(default ${constant('src/backend/container/body.ts', 'DEFAULT_PIDS')})`,
      source('src/backend/container/body.ts'),
    ],
    [`\`--max-containers\` (${fallback('run', 'max-containers')})`, runOptions],
    [`\`--engine-timeout\` (${fallback('run', 'engine-timeout').replace('s', ' s')})`, containerLimits],
    [`exit code ${EXIT.undecided}, and the message names the socket`, exit('run', EXIT.undecided)],
  ],
  'docs/decisions/bundle.md': [
    [
      'reading the script and its code 18, running its top level with the tables of all options 9, reading the command line 6, looking for a project 4, loading `validate` and finding the file 9, reading and checking the file 10, the rules 9, the report 3. The goal of 1.3 leaves 30.',
      { kind: 'profile', tool: 'valgrind --tool=callgrind' },
    ],
    [`at file ${constant('src/cli/short-run.ts', 'MANY_FILES')}: V8`, source('src/cli/short-run.ts')],
  ],
  'docs/decisions/spawning.md': [
    ['cannot tell exit code 137 from SIGKILL', other('shells')],
    ['in Debian since 11', other('Debian')],
    ['needs version 2, Linux 5.14', other('Linux')],
  ],
  'docs/diff.md': [
    [
      `Beyond ${MAX_NODES} parts in a scenario, or ${MAX_MS / 1000} s in all`,
      source('src/diff/strategy/levenshtein.ts'),
    ],
    [
      `never longer than the ${written(MAX_COMMENT)} characters GitHub takes`,
      source('src/diff/format/markdown.ts'),
    ],
    [`\`--fail-on\` makes the exit code ${EXIT.failed}`, exit('diff', EXIT.failed)],
    [`The exit code is ${EXIT.invalid} if a file of the new side is not valid`, exit('diff', EXIT.invalid)],
  ],
  'docs/editors.md': [['From version 0.11 on', other('Neovim')]],
  'docs/graph.md': [
    ['Mermaid itself refuses more than 500 arrows', other('Mermaid')],
    [`and the exit code is ${EXIT.invalid}`, exit('graph', EXIT.invalid)],
  ],
  'docs/guide.md': [
    ['takes ten minutes with reading', guideTime],
    [`Node.js ${oldestNode()} or newer`, node],
    [`It must exit with 0 unless the scenario says otherwise`, exit('run', EXIT.failed)],
    [`The exit code is ${EXIT.failed}. There are`, exit('run', EXIT.failed)],
    [`**undecided** (exit code ${EXIT.undecided})`, exit('judge', EXIT.undecided)],
    [`**error** (exit code ${EXIT.undecided})`, exit('run', EXIT.undecided)],
    [
      `The exit code is ${EXIT.passed} if all files are accepted and ${EXIT.invalid} if not`,
      exit('validate', EXIT.invalid),
    ],
    [`exits with ${EXIT.failed} if a file would change`, exit('fmt', EXIT.failed)],
    ['the formats of clnrm 0.4 to 1.0', generations],
  ],
  'docs/hooks.md': [
    [
      `The exit code is ${EXIT.invalid} if anything is found that is not accepted, or git does not answer, and ${EXIT.passed} otherwise`,
      exit('validate', EXIT.invalid),
    ],
    [`Node.js ${oldestNode()} or newer`, node],
  ],
  'docs/html-report.md': [
    [
      `A page holds ${written(limits.spansOfTrace)} spans of a scenario and ${written(limits.spans)} in all`,
      source('src/report/html/limits.ts'),
    ],
    [
      `${written(limits.scenarios)} scenarios with details; and of each stream the last ${limits.outputLines} lines`,
      source('src/report/html/limits.ts'),
    ],
    [
      `cut at ${limits.name} characters and values at ${written(limits.value)}`,
      source('src/report/html/limits.ts'),
    ],
    [
      `are ${limits.details / 1e6} million characters at most, and the data of all traces ${limits.data / 1e6} million`,
      source('src/report/html/limits.ts'),
    ],
  ],
  'docs/isolation.md': [
    [`ends with exit code ${EXIT.undecided}, where that tier`, exit('run', EXIT.undecided)],
    ['umask 022', test('src/backend/conformance.ts', 'has a umask of its own')],
    [
      'at fifty random moments a run with twenty services',
      test('test/orphans.test.ts', 'nothing is left of twenty services at fifty moments'),
    ],
    ['at most 200 processes at once', other('the example above it')],
    [
      'ports below 1024 too',
      test('test/isolate.test.ts', 'share a fixed port, reach the receiver, and fail when they leave'),
    ],
    [
      `beyond ${constant('src/executor/network.ts', 'MAX_KEPT')} different destinations`,
      source('src/executor/network.ts'),
    ],
    [
      'lets two runners give out 200 of them',
      test(
        'test/hostile-children.test.ts',
        '200 of them, given out by two runners in one project at once, collide with nobody',
      ),
    ],
  ],
  'docs/lint.md': [
    [
      `The exit code is ${EXIT.passed} if there is nothing to say, ${EXIT.failed} if there is`,
      exit('lint', EXIT.failed),
    ],
    [`and ${EXIT.invalid} if a file is not valid`, exit('lint', EXIT.invalid)],
  ],
  'docs/migrating-from-clnrm.md': [
    ['Files of clnrm 0.4 to 1.0 run', generations],
    ['the format of clnrm 1.0', generations],
  ],
  'docs/plugins.md': [
    [
      `has ${plugin('LOAD_MS') / 1000} seconds, ${plugin('MEMORY_MB')} MB and one answer of ${plugin('MAX_BYTES') / 1024} KiB`,
      source('src/cli/plugins/load.ts'),
    ],
  ],
  'docs/prove.md': [
    ['has score 0', test('test/prove.test.ts', 'what cannot fail scores nothing, on the same run')],
    ['ten times as long and ten seconds more', test('test/prove.test.ts', 'the page lists every fault')],
    [`of survivors the first ${MAX_SURVIVORS}`, source('src/prove/proof.ts')],
    [
      `\`--max-mutants\` (${written(Number(fallback('prove', 'max-mutants')))} unless`,
      source('src/cli/options/prove.ts'),
    ],
    [`makes the exit code ${EXIT.failed} when the score`, exit('prove', EXIT.failed)],
    [`The exit code is ${EXIT.undecided} when a scenario has no recorded run`, exit('prove', EXIT.undecided)],
  ],
  'docs/recipes/ci.md': [
    [`Node.js ${oldestNode()} or newer`, node],
    [`is ${EXIT.passed} only if everything selected passed`, exitTable],
    [
      'GitLab numbers parallel jobs from 1, as `--shard` does',
      test('test/running.test.ts', 'merged they are the report of the whole, but for times'),
    ],
  ],
  'docs/recorded-runs.md': [
    [`the last ${constant('src/cli/run/keep.ts', 'KEPT_RUNS')} are kept`, source('src/cli/run/keep.ts')],
    [
      `overlapped by ${constant('src/diff/trace/finding/parallelism.ts', 'WORTH_NS') / 1e6} ms or more`,
      source('src/diff/trace/finding/parallelism.ts'),
    ],
    [
      'an answer of 500 or more',
      test('src/diff/trace/finding/findings.test.ts', 'an error that is swallowed, answer 503'),
    ],
    [`by ${duration('MIN_MS')} ms at least, and by ${duration('DEVIATIONS')} deviations`, durations],
    [`${duration('MIN_RUNS')} runs are needed`, durations],
    [`The exit code is ${EXIT.failed} if anything differs`, exit('trace', EXIT.failed)],
  ],
  'docs/running.md': [
    [`(\`high\` is ${priority('high')}, \`low\` is ${priority('low')})`, source('src/plan/create.ts')],
    [`A selection of nothing ends with exit code ${EXIT.nothingSelected}`, exit('run', EXIT.nothingSelected)],
    ['ends with exit code 0', exit('run', EXIT.passed)],
    [`\`--max-memory\` (${fallback('run', 'max-memory')} MB)`, runOptions],
    [`\`--max-containers\` (${fallback('run', 'max-containers')})`, runOptions],
    [`${percent('USABLE')} % of its memory limit`, cgroup],
    [
      `at ${constant('src/executor/admission/cgroup.ts', 'HIGH_PRESSURE')} % pressure or ${percent('HIGH_USE')} % use`,
      cgroup,
    ],
    [`the wait doubles each time, up to ${MAX_RETRY_DELAY_MS / 1000}s`, source('src/executor/policy.ts')],
    [
      `the last ${constant('src/cli/run/history.ts', 'MAX_DURATIONS')} runs of a scenario`,
      source('src/cli/run/history.ts'),
    ],
  ],
  'docs/stability.md': [
    ['Until 1.0', other('a version to come')],
    ['from 1.0 on', other('a version to come')],
  ],
  'docs/templates.md': [
    [`at most ${MAX_COMBINATIONS} combinations`, source('src/scenario/matrix/axes.ts')],
    [
      `${written(defaultLimits.steps)} steps, ${defaultLimits.outputLength / 2 ** 20} MiB of text, ${defaultLimits.files} included files and ${defaultLimits.depth} levels`,
      source('src/render/index.ts'),
    ],
  ],
  'docs/troubleshooting.md': [
    [`has ${constant('src/plan/service.ts', 'grace') / 1000} seconds`, source('src/plan/service.ts')],
  ],
  'docs/watch.md': [
    [`the exit code is ${EXIT.passed}. A run`, test('test/watch.test.ts', 'by %s is at once')],
    [
      `quiet for ${fallback('watch', 'debounce')} ms (\`--debounce\`), and in a burst without end after ${Number(fallback('watch', 'debounce')) * watched('CAP_FACTOR')} ms`,
      source('src/watch/loop.ts'),
    ],
    [`gone and back within ${watched('REPLACEMENT_MS')} ms`, source('src/watch/loop.ts')],
    [
      `${written(constant('src/watch/cache/memory.ts', 'entries'))} of them or ${constant('src/watch/cache/memory.ts', 'DEFAULT_BYTES') / 1e6} MB at most`,
      source('src/watch/cache/memory.ts'),
    ],
    [
      `looking at the files every ${constant('src/watch/watcher.ts', 'POLLING_MS')} ms`,
      source('src/watch/watcher.ts'),
    ],
  ],
};

export const figureClaims: readonly FigureClaim[] = Object.entries(rows).flatMap(([page, claims]) =>
  claims.map(([says, by]) => ({ page, says, by })),
);
