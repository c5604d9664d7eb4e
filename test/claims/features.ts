import type { NamedTest } from './named.ts';

/** Something that Spanwright does beyond single commands, and the tests that show it. */
export interface Feature {
  readonly feature: string;
  /** The page of the documentation that explains it. */
  readonly page: string;
  readonly tests: readonly NamedTest[];
}

const by = (file: string, ...titles: readonly string[]): NamedTest[] =>
  titles.map((title) => ({ file, title }));

/** By the order in which a reader meets them. Each feature has a test that fails when it breaks. */
export const features: readonly Feature[] = [
  {
    feature: 'A scenario passes only when the trace proves it; output alone never does',
    page: 'README.md',
    tests: by(
      'test/examples.test.ts',
      'makes the same claims about every program',
      'passes for the honest program alone',
    ),
  },
  {
    feature: 'What could not be judged is undecided, never green',
    page: 'README.md',
    tests: by('test/examples.test.ts', 'leaves undecided what only a silent service could prove'),
  },
  {
    feature: 'A failure names the nearest span and the smallest edit, at the line of the claim',
    page: 'docs/guide.md',
    tests: by(
      'test/examples.test.ts',
      'names the span that is missing, the nearest one and the place of the claim',
    ),
  },
  {
    feature: 'OTLP over HTTP (protobuf, JSON) and gRPC, from real exporters',
    page: 'docs/decisions/otlp.md',
    tests: by('test/collector.test.ts', 'spans of every protocol are shown as trees and written at the end'),
  },
  {
    feature: 'Files of clnrm 0.4, 0.7 and 1.0 are run as they are',
    page: 'docs/migrating-from-clnrm.md',
    tests: by('test/examples.test.ts', 'comes to that'),
  },
  {
    feature: 'Templates in the dialects of Nunjucks and Tera; no text of a file becomes code',
    page: 'docs/templates.md',
    tests: [
      ...by(
        'test/templates-page.test.ts',
        'the examples print what the page says',
        'the functions of the page exist in both languages',
      ),
    ],
  },
  {
    feature: 'Nothing is started, opened or written where only files are looked at',
    page: 'docs/guide.md',
    tests: by('test/no-side-effects.test.ts', 'by spanwright $line'),
  },
  {
    feature: 'Selection, order, bounds, retries and parts of a suite',
    page: 'docs/running.md',
    tests: by(
      'test/running.test.ts',
      'the examples of the page print what it says',
      'runs what a change concerns, and says which',
      'merged they are the report of the whole, but for times',
      'fail-fast leaves whole reports of everything, and nothing running',
    ),
  },
  {
    feature: 'Nothing that a run started outlives it, however it ends',
    page: 'docs/isolation.md',
    tests: [
      ...by('test/orphans.test.ts', 'nothing is left of twenty services at fifty moments'),
      ...by(
        'test/interrupt.test.ts',
        'the second signal ends it at once, with whole reports and nothing left running',
      ),
    ],
  },
  {
    feature: 'A network for each scenario; what wants to leave it is a finding',
    page: 'docs/isolation.md',
    tests: by('test/isolate.test.ts', 'share a fixed port, reach the receiver, and fail when they leave'),
  },
  {
    feature: 'Services in containers of Docker and Podman',
    page: 'docs/containers.md',
    tests: by(
      'test/containers.test.ts',
      'prove what they do by the spans that they send',
      'prove nothing by what they print',
      'are fresh for each scenario',
    ),
  },
  {
    feature: 'Watching: every way of saving is judged once, and whole',
    page: 'docs/watch.md',
    tests: by(
      'test/watch.test.ts',
      'is judged once, and whole',
      'what is saved is judged by the last run, and nothing is run',
    ),
  },
  {
    feature: 'What a change of expectations means: tightened and loosened are said only when certain',
    page: 'docs/diff.md',
    tests: by(
      'test/diff-soundness.test.ts',
      'tightened never accepts what was refused, loosened never refuses what was accepted',
    ),
  },
  {
    feature: 'Recorded runs: judged again, kept as baselines, compared, learned from',
    page: 'docs/recorded-runs.md',
    tests: by(
      'test/recorded-runs.test.ts',
      'runs that behave alike have one baseline, and nothing is found between any two of them',
      'what is learned from five runs is valid, holds in five more, and fails when a span is missing',
    ),
  },
  {
    feature: 'Whether expectations can fail, by faults planted into recorded traces',
    page: 'docs/prove.md',
    tests: by(
      'test/prove.test.ts',
      'the expectations that are shipped kill nine mutants in ten at least',
      'what cannot fail scores nothing, on the same run',
    ),
  },
  {
    feature: 'Red, then green: what is green and never was red is named',
    page: 'docs/red-green.md',
    tests: by(
      'src/cli/red-green/history.test.ts',
      'red counts for the expectations that were red',
      'runs that come to the same are one entry, the last',
    ),
  },
  {
    feature: 'A self-test, with controls that have to fail: it finds itself broken where it is',
    page: 'docs/self-test.md',
    tests: by(
      'test/self-test.test.ts',
      'all of it passes in an empty folder, and leaves nothing',
      'broken on purpose it is red',
    ),
  },
  {
    feature: 'A certificate of isolation and determinism',
    page: 'docs/certificate.md',
    tests: by(
      'test/certificate.test.ts',
      'a clean scenario, run twice, is certified',
      'a scenario that calls out is found in all four ways',
    ),
  },
  {
    feature: 'A run as one page, without a network, readable without a script',
    page: 'docs/html-report.md',
    tests: by(
      'test/html.test.ts',
      'opens from disk, asks for nothing else and breaks no rule of its own',
      'can be read without a script',
      'shows hostile text as text',
    ),
  },
  {
    feature: 'Checks of what is staged, for hooks',
    page: 'docs/hooks.md',
    tests: by('test/staged.test.ts', 'refuses what is staged and broken, whatever the folder has'),
  },
  {
    feature: 'GitHub Actions: validate, run, and one comment about the expectations',
    page: 'docs/github-actions.md',
    tests: by(
      'test/actions.test.ts',
      'validate annotates the lines of faults, of the files that are named',
      'run writes the page and the summary, and says what came of it',
      'writes one comment, and writes it anew later',
    ),
  },
  {
    feature: 'A language server for scenario files',
    page: 'docs/editors.md',
    tests: by(
      'test/lsp.test.ts',
      'follow the text as it is typed, and go when it is closed',
      'completion, hover, definition and the rest are answered while a file is half typed',
    ),
  },
  {
    feature: 'A library: load, validate, run, judge and compare from a program',
    page: 'docs/api.md',
    tests: by(
      'test/api.test.ts',
      'the examples print what the page says',
      'the examples are correct by the types of the package',
    ),
  },
  {
    feature: 'One package without dependencies, with completions and a manual',
    page: 'docs/guide.md',
    tests: by(
      'test/package.test.ts',
      'needs nothing else, and runs nothing when it is installed',
      'init, validate, run, a save under watch, and diff work',
    ),
  },
];
