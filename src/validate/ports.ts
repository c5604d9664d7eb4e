import type { Dialect, KeyPath, Service } from '../scenario/index.ts';

export interface FixedPort {
  readonly service: string;
  readonly port: number;
  readonly at: KeyPath;
}

/**
 * The ports of this machine that a service takes by number. A container has ports of its own in native files; clnrm
 * counts them all (clnrm-format a.9).
 */
export function fixedPorts(services: Readonly<Record<string, Service>>, dialect: Dialect): FixedPort[] {
  return Object.entries(services).flatMap(([id, service]) => {
    if (dialect === 'native' && isContainer(service)) return [];
    return Object.entries(service.ports ?? {}).flatMap(([name, port]) =>
      port === 'auto' ? [] : [{ service: id, port, at: ['service', id, 'ports', name] }],
    );
  });
}

export function isContainer({ plugin, image }: Service): boolean {
  return plugin === undefined ? image !== undefined : plugin !== 'process';
}
