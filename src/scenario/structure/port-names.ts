import { presets } from '../plugins/presets.ts';
import { type WholeFile, writtenKeys } from './context.ts';

/** The names of a service's ports: those it writes, right or wrong, and those its plugin brings. */
export function portNames(file: WholeFile, id: string): ReadonlySet<string> {
  const written = writtenKeys(file, ['service', id, 'ports']);
  const brought = presets.get(file.model.service?.[id]?.plugin ?? '')?.service.ports;
  return brought ? new Set([...written, ...Object.keys(brought)]) : written;
}
