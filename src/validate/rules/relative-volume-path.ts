import type { Rule } from '../rule.ts';
import { volumesIn } from '../volumes.ts';

/** A volume whose folder depends on where the tool was started. */
export const relativeVolumePath: Rule = {
  code: 'SW5104',
  name: 'relative-volume-path',
  level: 'structure',
  check({ file }, report) {
    for (const { volume, at } of volumesIn(file.model)) {
      for (const key of ['host_path', 'container_path'] as const) {
        const path = volume[key];
        if (
          path.startsWith('/') ||
          path.startsWith('$') ||
          (key === 'host_path' && /^[A-Za-z]:[\\/]/.test(path))
        )
          continue;
        report({
          message: `\`${key}\` is ${JSON.stringify(path)}, which is not absolute`,
          at: [...at, key],
          hint: 'begin the path with /',
        });
      }
    }
  },
};
