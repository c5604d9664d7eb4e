import type { Rule } from '../rule.ts';
import { folderPath, volumesIn } from '../volumes.ts';

/** Two volumes of a service at one place, of which one would hide the other. */
export const containerPathTwice: Rule = {
  code: 'SW5102',
  name: 'container-path-twice',
  level: 'structure',
  check({ file }, report) {
    const taken = new Map<string, readonly (string | number)[]>();
    for (const { service, volume, at } of volumesIn(file.model)) {
      const key = JSON.stringify([service, folderPath(volume.container_path)]);
      const first = taken.get(key);
      if (!first) taken.set(key, at);
      else {
        report({
          message: `two volumes of the service ${service} are mounted at ${volume.container_path}`,
          at: [...at, 'container_path'],
          hint: 'give each a place of its own',
          related: [{ message: 'the first one', at: [...first, 'container_path'] }],
        });
      }
    }
  },
};
