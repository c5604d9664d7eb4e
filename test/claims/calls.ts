import { globSync } from 'node:fs';
import { parseArguments } from '../../src/cli/options/parse.ts';
import { splitCommand } from '../../src/scenario/index.ts';
import { playedPages } from '../page.ts';
import { parseTranscript } from '../transcript.ts';
import type { NamedTest } from './named.ts';
import { blocksOf, read, root, withoutBlocks, writtenPages } from './pages.ts';

/** One call of Spanwright: its command, and the names of the options and arguments that it is given. */
export interface Call {
  readonly command: string;
  readonly given: readonly string[];
}

/** The words behind `spanwright` in a line of a block or of running text, up to what a shell would take for the end. */
export function argumentsIn(line: string): readonly string[] | undefined {
  // In quotes nothing ends a call.
  const call = /(?:^|[\s(])spanwright((?: (?:"[^"]*"|'[^']*'|[^)|>;&"'])*)?)/.exec(line.replace(/#.*$/, ''));
  if (call === null) return undefined;
  const split = splitCommand(`spanwright ${call[1] ?? ''}`);
  if ('error' in split) throw new Error(`cannot be split: ${line}`);
  return split.argv.slice(1);
}

/** Undefined for a line that calls no command of Spanwright. */
function callIn(line: string): Call | undefined {
  const args = argumentsIn(line);
  if (args === undefined) return undefined;
  const { command, given } = parseArguments(args);
  return command === undefined ? undefined : { command, given: [...given.keys()] };
}

/** Lines of a page that hold commands: of blocks, and of inline code in running text. */
export function commandLines(page: string): string[] {
  const languages = ['sh', 'console', 'yaml'];
  const inBlocks = blocksOf(page)
    .filter(({ language }) => languages.includes(language))
    .flatMap(({ text }) => text.split('\n'));
  const inText = [...withoutBlocks(page).matchAll(/`(spanwright [^`]+)`/g)].map(([, line = '']) => line);
  return [...inBlocks, ...inText];
}

/** The calls that a page of the documentation names, whether it shows what they print or not. */
export function callsOn(page: string): Call[] {
  return commandLines(page).flatMap((line) => callIn(line) ?? []);
}

/** A call that the tests make with the built program, holding it to what it prints and to its exit code. */
export interface PlayedCall extends Call {
  /** The transcript or page that it stands in. */
  readonly place: string;
  readonly exit: number;
}

const played: NamedTest = {
  file: 'test/played-pages.test.ts',
  title: '%s: its commands print what it says',
};

/** The pages whose `console` blocks are held to what they print, and the test that does so. */
const heldPages: Readonly<Record<string, NamedTest>> = {
  ...Object.fromEntries(playedPages.map((page) => [page, played])),
  'README.md': { file: 'test/examples.test.ts', title: 'shows what its commands print' },
  'docs/api.md': { file: 'test/api.test.ts', title: 'the examples print what the page says' },
  'docs/running.md': { file: 'test/running.test.ts', title: 'the examples of the page print what it says' },
  'docs/templates.md': {
    file: 'test/templates-page.test.ts',
    title: 'the examples print what the page says',
  },
};

/** The pages whose `text` blocks show what is printed, and the test that holds them to it. */
const heldTexts: Readonly<Record<string, NamedTest>> = {
  'docs/diff.md': { file: 'test/diff.test.ts', title: 'the documentation shows what is printed' },
  'docs/graph.md': {
    file: 'test/graph.test.ts',
    title: 'the tree in docs/graph.md is what the command prints',
  },
  'docs/watch.md': {
    file: 'test/watch-lines.test.ts',
    title: 'what docs/watch.md shows of a save is what the watch prints',
  },
};

/** A page whose `text` block is a drawing. */
const DRAWN = 'docs/architecture.md';

/** The tests that hold what a page shows of what commands print; undefined where none does and one should. */
export function testsOfShown(page: string): (NamedTest | undefined)[] {
  const languages = new Set(blocksOf(page).map(({ language }) => language));
  return [
    ...(languages.has('console') ? [heldPages[page]] : []),
    ...(languages.has('text') && page !== DRAWN ? [heldTexts[page]] : []),
  ];
}

/** Transcripts about faults of a command line or of settings, in which the command named does nothing. */
const OF_FAULTS = /^test\/transcripts\/(?:usage|setting|config)-/;

/** All calls of the transcripts and of the pages that are played. */
export function playedCalls(): PlayedCall[] {
  const transcripts = globSync('test/transcripts/*.txt', { cwd: root })
    .filter((place) => !OF_FAULTS.test(place))
    .sort()
    .flatMap((place) =>
      parseTranscript(read(place)).calls.map(({ command, exit }) => ({ place, line: command, exit })),
    );
  const pages = writtenPages
    .filter((page) => Object.hasOwn(heldPages, page))
    .flatMap((place) =>
      blocksOf(place)
        .filter(({ language }) => language === 'console')
        .flatMap(({ text }) => text.split(/^\$ /m).slice(1))
        .map((shown) => ({
          place,
          line: shown.slice(0, shown.indexOf('\n')),
          exit: Number(/^exit (\d+)$/m.exec(shown)?.[1] ?? 0),
        })),
    );
  return [...transcripts, ...pages].flatMap(({ place, line, exit }) => {
    const call = callIn(line);
    // To print the help of a command is not to run it.
    return call && !call.given.includes('help') ? [{ ...call, place, exit }] : [];
  });
}
