import { relative } from 'node:path';
import { pageHead, table } from '../../scripts/pages/markdown.ts';
import { type CommandEntry, commands } from '../../src/cli/index.ts';
import { type PlayedCall, playedCalls } from './calls.ts';
import { provedCalls } from './calls-proved.ts';
import { type Feature, features } from './features.ts';
import { missingTest, type NamedTest } from './named.ts';

/** Places that are named for one command; the others are there to be found in the same way. */
const SHOWN_PLACES = 3;

/**
 * What is implemented, and the tests that show it. Throws for a feature or a command whose test is not there: tests are part
 * of what this page derives from.
 */
export function featuresPage(): string {
  return `${pageHead('Features', 'test/claims/features.ts and the transcripts')}
What Spanwright does, and the tests that fail when it no longer does. This page is made of the tests: a feature or a command
without one cannot stand here, and \`npm test\`, which holds this page to them, runs them all.

${table(['feature', 'explained in', 'shown by'], features.map(featureRow))}
## Commands

Transcripts and pages hold what the built program prints, and its exit code.

${table(['command', 'what it is for', 'run by', 'with'], commandRows())}`;
}

function featureRow({ feature, page, tests }: Feature): string[] {
  return [feature, link(page), tests.map(testText).join('<br>')];
}

function commandRows(): string[][] {
  const played = Map.groupBy(playedCalls(), ({ command }) => command);
  return Object.entries<CommandEntry>(commands).map(([name, { summary }]) => {
    const calls = played.get(name) ?? [];
    const named = Object.values(provedCalls[name] ?? {});
    if (calls.length + named.length === 0) {
      throw new Error(
        `no test runs \`spanwright ${name}\`: write a transcript, or name one in test/claims/calls-proved.ts`,
      );
    }
    const tests = [...new Set(named.map(testText))];
    const options = new Set([
      ...calls.flatMap(({ given }) => given),
      ...Object.keys(provedCalls[name] ?? {}),
    ]);
    return [
      `\`${name}\``,
      summary,
      [...placesOf(name, calls), ...tests].join('<br>'),
      optionsText(name, options),
    ];
  });
}

/** The places with the most calls of a command, its own transcripts before others. */
function placesOf(command: string, calls: readonly PlayedCall[]): string[] {
  const counts = [...Map.groupBy(calls, ({ place }) => place)].map(([place, all]) => ({
    place,
    isOwn: place.startsWith(`test/transcripts/${command}`),
    calls: all.length,
  }));
  counts.sort(
    (a, b) => Number(b.isOwn) - Number(a.isOwn) || b.calls - a.calls || (a.place < b.place ? -1 : 1),
  );
  return counts.slice(0, SHOWN_PLACES).map(({ place }) => link(place));
}

function optionsText(command: string, given: ReadonlySet<string>): string {
  const options: CommandEntry['options'] = commands[command as keyof typeof commands].options;
  const flags = Object.keys(options).filter(
    (name) => options[name]?.position === undefined && given.has(name),
  );
  return flags.map((name) => `\`--${name}\``).join(' ');
}

function testText(test: NamedTest): string {
  const fault = missingTest(test);
  if (fault !== undefined) throw new Error(fault);
  return `\`${test.file}\`: ${test.title.replaceAll('<', '&lt;')}`;
}

/** Transcripts are not in the package, so they are named and not linked to. */
function link(path: string): string {
  return path.startsWith('test/') ? `\`${path}\`` : `[${path}](${relative('docs/reference', path)})`;
}
