import { type Diagnostic, nearest } from '../../diagnostic/index.ts';
import { clnrmPlugins } from '../generations/recognise.ts';
import type { KeyPath } from '../path.ts';
import { presets, withPreset } from '../plugins/presets.ts';
import { type Service, service as serviceSchema } from '../schema/service.ts';
import { isMeant, placeOf, type WholeFile } from './context.ts';
import { portNames } from './port-names.ts';
import { suggestion } from './suggestion.ts';

/** Those that a clnrm file may name without a word of warning: what clnrm 1.0 registers, and ours (clnrm-format a.6). */
const clnrmRegisters = ['process', 'container', 'generic_container', 'surrealdb'];

/** Whether it brings an image, may bring one once it is loaded, or needs none; clnrm asks one for none (clnrm-format a.6). */
function needsNoImage({ plugins }: WholeFile, plugin: string): boolean {
  const preset = plugins.get(plugin);
  return (
    plugin === 'process' ||
    plugin === 'network_service' ||
    preset?.service.image !== undefined ||
    preset?.code !== undefined
  );
}

/** What can run something. */
function pluginNames({ plugins }: WholeFile): string[] {
  return ['process', ...plugins.keys()];
}

/** Each service has something to run, by a plugin that exists. */
export function checkServices(file: WholeFile): void {
  for (const [id, service] of Object.entries(file.model.service ?? {})) {
    const path = ['service', id];
    const known = checkPlugin(file, service, path);
    if (file.dialect === 'clnrm') requireImage(file, service, path);
    else if (known) requireSomethingToRun(file, service, path);
    checkReadyPort(file, id, service);
    checkReuse(file, service, path);
  }
}

/** A container that several scenarios have can be told nothing of any one of them. */
function checkReuse(file: WholeFile, written: Service, path: KeyPath): void {
  if (!written.reuse) return;
  const { telemetry, ports = {}, image, plugin } = withPreset(written, file.plugins);
  const code = file.plugins.get(plugin ?? '')?.code;
  const id = path.at(-1);
  const place = placeOf(file, [...path, 'reuse']);
  const fault = (message: string, hint: string) => file.report('SW5007', () => ({ message, place, hint }));
  if (plugin === 'process' || (image === undefined && code === undefined)) {
    fault(
      `the service ${id} runs in no container, so there is nothing to reuse`,
      'remove `reuse`, or name an `image`',
    );
  } else if (telemetry !== false && code === undefined) {
    fault(
      `spans of the service ${id} could not be told apart by scenario`,
      'add `telemetry = false` if nothing is expected of it, or remove `reuse`',
    );
  } else if (Object.values(ports).includes('auto')) {
    fault(
      `the service ${id} is told another port in each scenario`,
      'give its ports numbers; each has an address of its own',
    );
  }
}

function checkPlugin(file: WholeFile, { plugin }: Service, path: KeyPath): boolean {
  const gentle = file.dialect === 'clnrm';
  const plugins = pluginNames(file);
  const own = plugin !== undefined && file.plugins.has(plugin) && !presets.has(plugin);
  if (plugin === undefined || own || (gentle ? clnrmRegisters : plugins).includes(plugin)) return true;
  file.report(
    'SW4008',
    () => ({
      message: messageFor(plugin, plugins),
      place: placeOf(file, [...path, 'plugin']),
      expected: plugins.join(', '),
      hint: plugins.includes(plugin) ? 'it runs here; no change is needed' : hintFor(plugin, plugins),
    }),
    gentle ? 'warning' : 'error',
  );
  return false;
}

function messageFor(plugin: string, plugins: readonly string[]): string {
  if (plugins.includes(plugin)) return `clnrm 1.0 does not know the plugin "${plugin}"`;
  return clnrmPlugins.includes(plugin)
    ? `the plugin "${plugin}" of older clnrm versions is not available`
    : `there is no plugin "${plugin}"`;
}

function hintFor(plugin: string, plugins: readonly string[]): Diagnostic['hint'] {
  const near = nearest(plugin, plugins);
  return near ? `did you mean "${near}"?` : 'use "container" with an `image`, or "process" with a `command`';
}

/** clnrm's default plugin, `generic_container`, stands here already where none was written. */
function requireImage(file: WholeFile, { plugin = '' }: Service, path: KeyPath): void {
  const needed = clnrmRegisters.includes(plugin) && !needsNoImage(file, plugin);
  if (needed && !has(file, path, 'image')) reportNoImage(file, path, plugin);
}

function requireSomethingToRun(file: WholeFile, { plugin }: Service, path: KeyPath): void {
  const hasCommand = has(file, path, 'command');
  const hasImage = has(file, path, 'image');
  if (plugin !== undefined && !needsNoImage(file, plugin) && !hasImage) {
    reportNoImage(file, path, plugin);
  } else if (!hasCommand && (plugin === 'process' || (plugin === undefined && !hasImage))) {
    file.report('SW5003', () => ({
      message: `the service ${path.at(-1)} has no command to run`,
      place: placeOf(file, path),
      hint: 'add `command = ["program", "argument"]`, or an `image` for a container',
    }));
  }
}

function has(file: WholeFile, path: KeyPath, key: string): boolean {
  return isMeant(file, path, { schema: serviceSchema, key });
}

function reportNoImage(file: WholeFile, path: KeyPath, plugin: string): void {
  file.report('SW5005', () => ({
    message: `the service ${path.at(-1)} has no image, which the plugin "${plugin}" needs`,
    place: placeOf(file, path),
    hint: 'add `image = "name:tag"`',
  }));
}

function checkReadyPort(file: WholeFile, id: string, { ready }: Service): void {
  const name = ready?.tcp;
  if (typeof name !== 'string') return;
  const ports = portNames(file, id);
  if (!ports || ports.has(name)) return;
  file.report('SW4006', () => ({
    message: `the service ${id} has no port "${name}"`,
    place: placeOf(file, ['service', id, 'ready', 'tcp']),
    hint: suggestion(name, ports) ?? `add \`ports = { ${name} = "auto" }\``,
  }));
}
