import { fixedPorts } from '../ports.ts';
import type { Rule } from '../rule.ts';

/** A port that only root may open on most machines. */
export const privilegedPort: Rule = {
  code: 'SW4151',
  name: 'privileged-port',
  level: 'semantic',
  check({ file: { model, dialect } }, report) {
    for (const { service, port, at } of fixedPorts(model.service ?? {}, dialect)) {
      if (port >= 1024) continue;
      report({
        message: `the port ${port} of the service ${service} is below 1024, which only root may open on most machines`,
        at,
        hint: 'write "auto" and use `${service.ID.port.NAME}`, or take a higher port',
      });
    }
  },
};
