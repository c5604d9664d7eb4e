import { EXIT } from '../../diagnostic/index.ts';
import { type Preset, presets } from '../../scenario/index.ts';
import type { Command } from '../context.ts';
import type { commands } from '../options/table.ts';

/** `spanwright plugins`: what the names stand for. */
export const plugins: Command<typeof commands.plugins.options> = async ({ settings, terminal }) => {
  const all = [...presets];
  const shown =
    settings.format.value === 'json'
      ? `${JSON.stringify(Object.fromEntries(all), undefined, 2)}\n`
      : all.map(([name, preset]) => line(name, preset)).join('');
  terminal.out.write(shown);
  return EXIT.passed;
};

const NAME_WIDTH = Math.max(...[...presets.keys()].map((name) => name.length));

function line(name: string, { about, service: { image, ports } }: Preset): string {
  const named = Object.entries(ports ?? {}).map(([port, number]) => `${port} ${number}`);
  const facts = [...(image === undefined ? [] : [image]), ...named];
  const indent = ' '.repeat(NAME_WIDTH + 2);
  return `${name.padEnd(NAME_WIDTH)}  ${about}\n${facts.length === 0 ? '' : `${indent}${facts.join(', ')}\n`}`;
}
