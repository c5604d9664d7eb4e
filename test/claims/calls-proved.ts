import type { NamedTest } from './named.ts';

/**
 * Calls that no transcript or played page makes, because their output differs from machine to machine or they
 * do not end by themselves: the options and arguments by command, and the test that makes the call. `''` is the command itself.
 */
export const provedCalls: Readonly<Record<string, Readonly<Record<string, NamedTest>>>> = {
  collector: {
    '': {
      file: 'test/collector.test.ts',
      title: 'spans of every protocol are shown as trees and written at the end',
    },
  },
  completion: { '': { file: 'test/completion.test.ts', title: 'describes the commands' } },
  doctor: {
    '': {
      file: 'test/doctor.test.ts',
      title: 'doctor says the versions, what keeps processes and networks apart, and which engine answers',
    },
  },
  learn: byOneTest(['', 'file', 'runs', 'output'], {
    file: 'test/recorded-runs.test.ts',
    title: 'what is learned from five runs is valid, holds in five more, and fails when a span is missing',
  }),
  lsp: byOneTest(['', 'stdio'], {
    file: 'test/lsp.test.ts',
    title: 'is spoken under `--stdio` too, which some editors add',
  }),
  prove: {
    format: {
      file: 'test/prove.test.ts',
      title: 'the expectations that are shipped kill nine mutants in ten at least',
    },
  },
  run: {
    isolate: { file: 'test/isolate.test.ts', title: 'can be asked for all at once' },
    ...byOneTest(['repeat', 'certificate', 'verbose'], {
      file: 'test/certificate.test.ts',
      title: 'a scenario that leaves another trace each time is named with the span that differs',
    }),
  },
  watch: {
    paths: { file: 'test/watch.test.ts', title: 'and saved %s is judged again and again' },
    judge: {
      file: 'test/watch.test.ts',
      title: 'what is saved is judged by the last run, and nothing is run',
    },
    cache: {
      file: 'test/watch-equality.test.ts',
      title: 'the watch says what a validation without a cache says',
    },
    'cache-stats': { file: 'test/watch.test.ts', title: 'comes when its input is closed' },
  },
};

function byOneTest(names: readonly string[], test: NamedTest): Record<string, NamedTest> {
  return Object.fromEntries(names.map((name) => [name, test]));
}
