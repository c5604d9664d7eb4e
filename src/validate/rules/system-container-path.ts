import type { Rule } from '../rule.ts';
import { folderPath, volumesIn } from '../volumes.ts';

/** Folders of which everything belongs to the image. */
const WHOLE = /^\/(proc|sys|dev|boot|s?bin|lib|lib64|usr\/(s?bin|lib|lib64))(\/|$)/;
/** Folders that hold what the image needs, and below which images expect volumes: /etc/nginx, /var/lib/postgresql/data. */
const ITSELF = /^\/(etc|var|root|run|usr|var\/(lib|run))?$/;
/** What clnrm refuses (clnrm-format a.9). */
const IN_CLNRM = /^\/(etc|var|proc|sys|dev|boot|root|s?bin|lib|lib64|usr\/s?bin)(\/|$)/;

/** A volume over a folder that the image itself needs. */
export const systemContainerPath: Rule = {
  code: 'SW5103',
  name: 'system-container-path',
  level: 'structure',
  check({ file }, report) {
    const isOfSystem = (path: string) =>
      WHOLE.test(path) || ITSELF.test(path) || (file.dialect === 'clnrm' && IN_CLNRM.test(path));
    for (const { volume, at } of volumesIn(file.model)) {
      const path = folderPath(volume.container_path);
      if (!isOfSystem(path)) continue;
      report({
        message: `the volume at ${path} hides a folder of the system inside the container`,
        at: [...at, 'container_path'],
        hint: 'mount it somewhere else, such as /data',
      });
    }
  },
};
