import {
  boolean,
  duration,
  type Infer,
  integer,
  legacy,
  list,
  map,
  object,
  optional,
  shorthand,
  text,
  union,
} from './dsl.ts';
import { valueTest } from './expect.ts';

export const command = union(
  [
    text({
      nonBlank: true,
      format: 'command',
      runtime: true,
      doc: 'Words split at spaces; quotes group. No shell: `&&` and `|` are plain words.',
    }),
    list(text({ runtime: true, doc: 'One argument.' }), {
      min: 1,
      doc: 'The program and its arguments, taken as they are.',
    }),
  ],
  {
    doc: 'A command: a line of words or a list of arguments.',
    examples: ['"curl -s http://localhost"', '["node", "client.js"]'],
  },
);

export const environment = map(text({ runtime: true, doc: 'Value.' }), {
  keys: 'variable name',
  keyFormat: 'env-name',
  doc: 'Environment variables.',
  examples: ['{ LOG_LEVEL = "debug" }'],
});

/** What other tools call the work directory. */
export const workdirSlips = {
  cwd: 'workdir',
  dir: 'workdir',
  directory: 'workdir',
  working_dir: 'workdir',
  working_directory: 'workdir',
};

const oneOrMore = (doc: string, format?: 'regex') => {
  const item = text(format ? { format, doc: 'One.' } : { runtime: true, doc: 'One.' });
  return union([item, list(item, { min: 1, doc: 'All of these.' })], { doc });
};

export const outputExpectation = object(
  'OutputExpectation',
  {
    contains: optional(oneOrMore('Text that must occur.')),
    not_contains: optional(oneOrMore('Text that must not occur.')),
    matches: optional(
      oneOrMore(
        'Regular expression that must match somewhere; `$` also holds before one final newline.',
        'regex',
      ),
    ),
    not_matches: optional(oneOrMore('Regular expression that must match nowhere.', 'regex')),
    equals: optional(text({ runtime: true, doc: 'The whole output, apart from one final newline.' })),
    json: optional(
      map(valueTest, {
        keys: 'JSON path',
        keyFormat: 'json-path',
        doc: 'The output is JSON, and the value at each path is as expected.',
        examples: ['{ "$.items[0].id" = 7 }'],
      }),
    ),
  },
  {
    doc: 'What a stream must hold.',
    mistakes: [{ pattern: /^(.{1,60})$/, write: '{ contains = "$1" }' }],
    slips: {
      regex: 'matches',
      match: 'matches',
      contain: 'contains',
      includes: 'contains',
      equal: 'equals',
      excludes: 'not_contains',
      does_not_contain: 'not_contains',
      doesnt_contain: 'not_contains',
      does_not_match: 'not_matches',
      doesnt_match: 'not_matches',
    },
  },
);

export const stepExpectation = object(
  'StepExpectation',
  {
    exit_code: optional(
      union(
        [
          integer({ doc: 'This code.' }),
          list(integer({ doc: 'A code.' }), { min: 1, doc: 'One of these codes.' }),
        ],
        {
          doc: 'Exit code; without it the step must exit with 0.',
        },
      ),
    ),
    stdout: optional({ ...outputExpectation, doc: 'What standard output must hold.' }),
    stderr: optional({ ...outputExpectation, doc: 'What standard error must hold.' }),
  },
  {
    doc: 'What a step must do.',
    slips: {
      exit: 'exit_code',
      code: 'exit_code',
      status: 'exit_code',
      status_code: 'exit_code',
      return_code: 'exit_code',
      output: 'stdout',
      span: '[[scenario.expect.span]]',
      spans: '[[scenario.expect.span]]',
      graph: '[scenario.expect.graph]',
      counts: '[scenario.expect.counts]',
      order: '[scenario.expect.order]',
      window: '[[scenario.expect.window]]',
    },
  },
);

const capture = object(
  'Capture',
  {
    stdout: optional(
      text({
        format: 'regex',
        doc: 'Regular expression on standard output; its first group, or the whole match, is captured.',
      }),
    ),
    stderr: optional(text({ format: 'regex', doc: 'The same on standard error.' })),
    json: optional(text({ format: 'json-path', doc: 'Path into standard output read as JSON.' })),
  },
  {
    doc: 'Where a captured value comes from: exactly one of these.',
    examples: ['{ json = "$.id" }'],
    slips: { json_path: 'json', jsonpath: 'json', path: 'json', regex: 'stdout', matches: 'stdout' },
  },
);

/** Keys of a step that are written a level too high. */
export const stepSlips = {
  stdin: '[[scenario.steps]] stdin',
  capture: '[[scenario.steps]] capture',
  expected_exit_code: '[[scenario.steps]] expect.exit_code',
  expected_output_regex: '[[scenario.steps]] expect.stdout.matches',
};

export const step = object(
  'Step',
  {
    name: optional(text({ nonBlank: true, doc: 'Shown in reports. Default: the command.' })),
    description: optional(text({ doc: 'Free text.' })),
    command: optional(command),
    run: shorthand({ ...command, doc: 'The same as `command`.' }, 'command'),
    shell: optional(boolean({ doc: 'Give the line to `sh -c` instead of splitting it.' })),
    service: optional(
      text({
        nonBlank: true,
        doc: 'Service in whose surroundings (container, or environment and work directory) the step runs.',
      }),
    ),
    env: optional(environment),
    workdir: optional(
      text({
        nonBlank: true,
        format: 'path',
        runtime: true,
        doc: 'Work directory, relative to the scenario file.',
      }),
    ),
    stdin: optional(text({ runtime: true, doc: 'Standard input.' })),
    timeout: optional(duration({ doc: 'Time the step may take; default `"60s"`.' })),
    retries: optional(
      integer({
        min: 0,
        max: 100,
        doc: 'How often a step that cannot be started or whose expectation fails is tried again; default 0.',
      }),
    ),
    continue_on_failure: optional(
      boolean({ doc: 'Go on with the next step when this one fails. The scenario fails all the same.' }),
    ),
    expect: optional(stepExpectation),
    capture: optional(
      map(capture, {
        keys: 'name',
        keyFormat: 'name',
        doc: 'Values for later steps, used as `${capture.NAME}`.',
      }),
    ),
    expected_exit_code: legacy(
      integer({ doc: "clnrm's spelling of `expect.exit_code`." }),
      'expect.exit_code',
    ),
    expected_output_regex: legacy(
      text({ format: 'regex', doc: "clnrm's spelling of `expect.stdout.matches`." }),
      'expect.stdout.matches',
    ),
  },
  {
    doc: 'One command, run to its end.',
    slips: {
      cmd: 'command',
      args: 'command',
      argv: 'command',
      script: 'command',
      environ: 'env',
      environment: 'env',
      ...workdirSlips,
      timeout_seconds: 'timeout',
      expected_exit: 'expect.exit_code',
      exit_code: 'expect.exit_code',
      expected_output: 'expect.stdout.contains',
      expected_output_contains: 'expect.stdout.contains',
      expected_output_regex_not: 'expect.stdout.not_matches',
      expected_stdout: 'expect.stdout.contains',
      input: 'stdin',
      retry: 'retries',
      max_retries: 'retries',
      retry_on_failure: 'retries',
      expects: 'expect',
    },
  },
);

export type Command = Infer<typeof command>;
export type OutputExpectation = Infer<typeof outputExpectation>;
export type StepExpectation = Infer<typeof stepExpectation>;
export type Step = Infer<typeof step>;
