import type { PluginParameters } from './plugin.ts';
import { readPreset } from './read-preset.ts';

/** Parameters that a plugin is tried with. */
export interface PluginCase {
  readonly parameters: PluginParameters;
  /** They make no sense, which the plugin has to say with an `Error`. Default: they do. */
  readonly refused?: boolean;
}

/**
 * What a run would find wrong with a plugin in code, in words; empty when nothing is. For the tests of those who write one:
 * `expect(checkPlugin(plugin, [{ parameters: { version: '4' } }])).toEqual([])`.
 */
export function checkPlugin(plugin: unknown, cases: readonly PluginCase[] = [{ parameters: {} }]): string[] {
  const make = presetFunction(plugin);
  if (typeof make === 'string') return [make];
  return cases.flatMap((each, index) => faultsOf(make, each).map((fault) => `case ${index + 1}: ${fault}`));
}

type Make = (parameters: PluginParameters) => unknown;

/** What makes presets, or why there is none. */
function presetFunction(plugin: unknown): Make | string {
  if (typeof plugin !== 'object' || plugin === null) return 'the plugin is not an object';
  const { about, preset } = plugin as { about?: unknown; preset?: unknown }; // Looked at before it is used.
  if (typeof about !== 'string' || about.trim() === '' || about.includes('\n'))
    return '`about` is not one line of text';
  if (typeof preset !== 'function') return '`preset` is not a function';
  return (parameters) => preset.call(plugin, parameters);
}

function faultsOf(make: Make, { parameters, refused = false }: PluginCase): string[] {
  const first = attempt(make, parameters);
  if ('refusal' in first)
    return refused ? refusalFaults(first.refusal) : [`it refuses: ${textOf(first.refusal)}`];
  if (refused) return ['it takes parameters that it should refuse'];
  const { given, changed } = first;
  if (given instanceof Promise) return ['`preset` is asynchronous; a preset is made at once'];
  const read = readPreset(given);
  const again = attempt(make, parameters);
  return [
    ...('faults' in read ? read.faults : imageFaults(read)),
    ...(changed ? ['it changes the parameters that it is given'] : []),
    ...('given' in again && isSame(again.given, given)
      ? []
      : ['the same parameters give another preset the second time']),
  ];
}

type Attempt = { readonly given: unknown; readonly changed: boolean } | { readonly refusal: unknown };

function attempt(make: Make, parameters: PluginParameters): Attempt {
  const copy = structuredClone(parameters);
  try {
    const given = make(copy);
    return { given, changed: !isSame(copy, parameters) };
  } catch (refusal) {
    return { refusal };
  }
}

function refusalFaults(refusal: unknown): string[] {
  return refusal instanceof Error && refusal.message !== ''
    ? []
    : ['it refuses without an `Error` that says why'];
}

function imageFaults({ image }: { readonly image?: string | undefined }): string[] {
  return image === undefined ? ['the preset has no `image`'] : [];
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function textOf(refusal: unknown): string {
  return refusal instanceof Error ? refusal.message : String(refusal);
}
