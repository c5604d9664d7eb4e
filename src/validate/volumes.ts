import type { KeyPath, ScenarioFile, Service } from '../scenario/index.ts';

export interface PlacedVolume {
  readonly service: string;
  readonly volume: NonNullable<Service['volumes']>[number];
  readonly at: KeyPath;
}

export function volumesIn({ service = {} }: ScenarioFile): PlacedVolume[] {
  return Object.entries(service).flatMap(([id, { volumes = [] }]) =>
    volumes.map((volume, index) => ({ service: id, volume, at: ['service', id, 'volumes', index] })),
  );
}

/** Without a slash at the end, so that equal folders have equal paths. */
export function folderPath(path: string): string {
  return path.replace(/\/+$/, '') || '/';
}
