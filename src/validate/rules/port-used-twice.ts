import type { ScenarioFile } from '../../scenario/index.ts';
import { fixedPorts } from '../ports.ts';
import type { Rule } from '../rule.ts';
import { startedBy } from '../started.ts';

/** Following the dependencies of each scenario is quadratic; beyond this many services, all count as started together. */
const MAX_SERVICES = 200;

/** Two services that run at the same time want the same port. */
export const portUsedTwice: Rule = {
  code: 'SW5101',
  name: 'port-used-twice',
  level: 'structure',
  check({ file: { model, dialect } }, report) {
    const together = startedTogether(model);
    const byPort = Map.groupBy(fixedPorts(model.service ?? {}, dialect), ({ port }) => port);
    for (const [port, uses] of byPort) {
      for (const [index, use] of uses.entries()) {
        const rival = uses.slice(0, index).find(({ service }) => together(service, use.service));
        if (!rival) continue;
        report({
          message:
            rival.service === use.service
              ? `the service ${use.service} has the port ${port} twice`
              : `the services ${rival.service} and ${use.service} both have the port ${port}`,
          at: use.at,
          hint: 'write "auto" and use `${service.ID.port.NAME}`',
          related: [{ message: 'the first use', at: rival.at }],
        });
      }
    }
  },
};

function startedTogether(model: ScenarioFile): (a: string, b: string) => boolean {
  if (Object.keys(model.service ?? {}).length > MAX_SERVICES) return () => true;
  const sets = model.scenario.slice(0, MAX_SERVICES).map((scenario) => startedBy(model, scenario));
  return (a, b) => a === b || sets.some((started) => started.has(a) && started.has(b));
}
