import { type WholeFile, writtenKeys } from './context.ts';

/**
 * The names of a service's ports: those it writes, right or wrong, and those its plugin brings. Undefined where a plugin in
 * code may bring more than is known before it is loaded.
 */
export function portNames(file: WholeFile, id: string): ReadonlySet<string> | undefined {
  const written = writtenKeys(file, ['service', id, 'ports']);
  const preset = file.plugins.get(file.model.service?.[id]?.plugin ?? '');
  if (preset?.code) return undefined;
  return preset ? new Set([...written, ...Object.keys(preset.service.ports ?? {})]) : written;
}
