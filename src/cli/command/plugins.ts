import { EXIT } from '../../diagnostic/index.ts';
import { type Plugins, type Preset, presets } from '../../scenario/index.ts';
import { loadProject } from '../config/project.ts';
import type { Command, CommandContext } from '../context.ts';
import { projectPlugins } from '../files/surroundings.ts';
import type { commands } from '../options/table.ts';
import { loadPlugins } from '../plugins/load.ts';

type PluginsContext = CommandContext<typeof commands.plugins.options>;

/** `spanwright plugins`: what the names stand for. */
export const plugins: Command<typeof commands.plugins.options> = async (context) => {
  const { settings, terminal, complain } = context;
  const { plugins: all, diagnostics } = known(context);
  if (diagnostics.length > 0) complain(diagnostics);
  const width = Math.max(...[...all.keys()].map((name) => name.length));
  const shown =
    settings.format.value === 'json'
      ? `${JSON.stringify(Object.fromEntries(all), undefined, 2)}\n`
      : [...all].map(([name, preset]) => line(name.padEnd(width), preset)).join('');
  terminal.out.write(shown);
  return diagnostics.length > 0 ? EXIT.invalid : EXIT.passed;
};

function known({ settings, host }: PluginsContext): ReturnType<typeof loadPlugins> {
  // No setting of this command stands in the project file, so it is not read for it.
  const { project, diagnostics } = loadProject(host);
  const all: Plugins = projectPlugins(project) ?? presets;
  if (!settings.check.value || !project) return { plugins: all, diagnostics };
  return loadPlugins(all, new Set(all.keys()), { project });
}

function line(name: string, { about, code, service: { image, ports } }: Preset): string {
  const named = Object.entries(ports ?? {}).map(([port, number]) => `${port} ${number}`);
  const facts = [
    ...(image === undefined ? [] : [image]),
    ...named,
    ...(code ? [`the rest from ${code.package}, with --check`] : []),
  ];
  const indent = ' '.repeat(name.length + 2);
  return `${name}  ${about}\n${facts.length === 0 ? '' : `${indent}${facts.join(', ')}\n`}`;
}
