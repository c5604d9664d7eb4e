import type { Rule } from '../rule.ts';
import { folderPath, volumesIn } from '../volumes.ts';

/** clnrm's list (clnrm-format a.9). */
const SYSTEM = /^\/(etc|var|proc|sys|dev|boot|root|s?bin|lib|lib64|usr\/s?bin)(\/|$)/;

/** A volume over a folder that the image itself needs. */
export const systemContainerPath: Rule = {
  code: 'SW5103',
  name: 'system-container-path',
  level: 'structure',
  check({ file }, report) {
    for (const { volume, at } of volumesIn(file.model)) {
      const path = folderPath(volume.container_path);
      if (path !== '/' && !SYSTEM.test(path)) continue;
      report({
        message: `the volume at ${path} hides a folder of the system inside the container`,
        at: [...at, 'container_path'],
        hint: 'mount it somewhere else, such as /data',
      });
    }
  },
};
