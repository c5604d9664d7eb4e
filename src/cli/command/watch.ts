import { resolve } from 'node:path';
import { isatty } from 'node:tty';
import { type Diagnostic, diagnostic, EXIT } from '../../diagnostic/index.ts';
import type { Host } from '../../host/index.ts';
import type { Command } from '../context.ts';
import type { commands } from '../options/table.ts';
import { clearCache } from '../watch/cache.ts';
import { asksForEnd } from '../watch/endings.ts';
import { jsonView, linesView } from '../watch/lines.ts';
import type { Controls, View } from '../watch/news.ts';
import { type Session, startSession } from '../watch/session.ts';
import { slimDown } from '../watch/slim.ts';
import type { WatchContext } from '../watch/survey.ts';
import { cacheText } from '../watch/words.ts';

/** `spanwright watch [PATHS]`: checks what is saved, until somebody ends it. */
export const watch: Command<typeof commands.watch.options> = async (context) => {
  const { settings, host, terminal, complain } = context;
  const refusal = refuse(context);
  if (refusal) {
    complain([refusal]);
    return EXIT.invalid;
  }
  const uncleared = settings['clear-cache'].value ? clearCache(context) : undefined;
  if (uncleared) complain([uncleared]);
  const isScreen = settings.format.value === 'screen';
  const end = Promise.withResolvers<void>();
  void asksForEnd({ readsInput: isScreen }).then(end.resolve);
  const view = await openView(context, {
    again: () => session.again(),
    run: () => session.run(),
    quit: end.resolve,
  });
  // Not before: code that was compiled ahead is taken only by a V8 that was told nothing.
  slimDown();
  const telemetry =
    host.env.SPANWRIGHT_OTEL === '1'
      ? (await import('../watch/telemetry.ts')).watchTelemetry(context, (problem) =>
          view.show({ type: 'notice', diagnostics: [problem] }),
        )
      : undefined;
  const session: Session = startSession({
    context,
    timeline: telemetry !== undefined,
    tell(news) {
      view.show(news);
      telemetry?.take(news);
    },
  });
  await end.promise;
  view.close();
  await session.close();
  await telemetry?.flush();
  const figures = session.cacheFigures();
  if (settings['cache-stats'].value && figures) terminal.err.write(`cache: ${cacheText(figures)}\n`);
  return EXIT.passed;
};

async function openView(context: WatchContext, controls: Controls): Promise<View> {
  const { settings, terminal, host } = context;
  const { write, color } = terminal.out;
  const diff = settings.diff.value;
  // Not through the sources of the context, which remember what they read: here files change.
  const source = (file: string) => textOf(resolve(host.cwd, file), host);
  switch (settings.format.value) {
    case 'screen': {
      const { screenView } = await import('../watch/screen/ink.ts');
      return screenView({ color, diff, source, controls });
    }
    case 'lines':
      return linesView({ write, color, diff, source });
    case 'json':
      return jsonView(write);
    default:
      return settings.format.value satisfies never;
  }
}

/** A watch has no end of its own: where nobody sits in front of it, it has to be asked for in so many words. */
function refuse({ settings, host, terminal }: WatchContext): Diagnostic | undefined {
  const { format } = settings;
  if (format.value !== 'screen') return undefined;
  const isTerminal = terminal.out.columns !== undefined && isatty(0) && host.env.TERM !== 'dumb';
  const isCi = Boolean(host.env.CI) && host.env.CI !== 'false';
  if (isTerminal && (!isCi || format.origin.kind === 'flag')) return undefined;
  return diagnostic({
    code: 'SW0043',
    message: isTerminal
      ? 'this is CI, where a watch would never end'
      : 'the screen of a watch needs a terminal',
    place: format.origin.places[0],
    hint: 'use --format lines or --format json; to check once, `spanwright validate`',
  });
}

function textOf(path: string, { files }: Host): string | undefined {
  try {
    const bytes = files.read(path);
    return bytes && new TextDecoder().decode(bytes);
  } catch {
    // The diagnostic says what is wrong; the excerpt is an extra.
    return undefined;
  }
}
