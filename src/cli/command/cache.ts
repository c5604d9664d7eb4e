import { diagnostic, EXIT } from '../../diagnostic/index.ts';
import { systemReason } from '../../host/index.ts';
import { diskCache } from '../../watch/index.ts';
import type { Command } from '../context.ts';
import { shownPath } from '../files/say.ts';
import type { commands } from '../options/table.ts';
import { cacheFolder } from '../watch/cache.ts';
import { amount, sizeText } from '../watch/words.ts';

/** `spanwright cache stats|clear`: the cache on the disk. */
export const cache: Command<typeof commands.cache.options> = async ({ settings, ...context }) => {
  const { host, terminal, complain } = context;
  const folder = cacheFolder(context);
  const shown = shownPath(folder, host.cwd);
  const kept = diskCache({ files: host.files, folder });
  try {
    const { entries, bytes } = kept.size();
    if (settings.task.value === 'clear') kept.clear();
    const did = settings.task.value === 'clear' ? 'removed from' : 'in';
    terminal.out.write(`${amount(entries, 'result')}, ${sizeText(bytes)}, ${did} ${shown}\n`);
    return EXIT.passed;
  } catch (error) {
    const message = `${shown} cannot be worked on: ${systemReason(error)}`;
    complain([diagnostic({ code: 'SW0011', message, hint: 'check its permissions' })]);
    return EXIT.undecided;
  }
};
