import { sweep } from '../../backend/index.ts';
import { EXIT } from '../../diagnostic/index.ts';
import type { Command } from '../context.ts';
import { connectEngine, faultOf } from '../engine/connect.ts';
import type { commands } from '../options/table.ts';

/** `spanwright clean`: the sweep that every run with containers begins with, and what was kept. */
export const clean: Command<typeof commands.clean.options> = async ({
  settings,
  host,
  terminal,
  complain,
}) => {
  const connected = await connectEngine(host, settings['engine-timeout'].value);
  if ('code' in connected) {
    complain([connected]);
    return EXIT.undecided;
  }
  try {
    const swept = await sweep(connected.engine, { kept: true, unknown: settings.all.value });
    const lines = Object.entries(swept).flatMap(([kind, names]) =>
      names.map((name: string) => `removed ${kind.slice(0, -1)} ${name}\n`),
    );
    terminal.out.write(lines.length === 0 ? 'nothing was left\n' : lines.join(''));
    return EXIT.passed;
  } catch (error) {
    complain([faultOf(error)]);
    return EXIT.undecided;
  } finally {
    connected.close();
  }
};
