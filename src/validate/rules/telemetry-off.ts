import { demandsIn } from '../demands.ts';
import type { Rule } from '../rule.ts';

/** Spans are waited for or expected, and nothing is told to send any. */
export const telemetryOff: Rule = {
  code: 'SW4115',
  name: 'telemetry-off',
  level: 'semantic',
  check({ file, scopes }, report) {
    const { otel, service = {} } = file.model;
    for (const [id, { telemetry, ready }] of Object.entries(service)) {
      if (telemetry !== false || ready?.span === undefined) continue;
      report({
        message: `the service ${id} counts as ready by the span ${JSON.stringify(ready.span)}, and \`telemetry = false\` keeps it from sending any`,
        at: ['service', id, 'ready', 'span'],
        hint: 'leave out `telemetry = false`, or wait for a port, a log line or a command',
        related: [{ message: 'telemetry is off', at: ['service', id, 'telemetry'] }],
      });
    }
    const demand = scopes.flatMap(demandsIn)[0];
    if (otel?.sample_ratio !== 0 || !demand) return;
    report({
      message: 'spans are expected, and `sample_ratio = 0` tells every program to record none',
      at: ['otel', 'sample_ratio'],
      hint: 'leave it out; the default records every span',
      related: [{ message: 'a span is expected here', at: demand.at }],
    });
  },
};
