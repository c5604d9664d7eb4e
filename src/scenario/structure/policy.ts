import { placeOf, type WholeFile } from './context.ts';

const loopback = new Set(['localhost', '127.0.0.1', '::1', '[::1]']);

/** Whether a host of `allowed_network_hosts` is reached without leaving the machine. */
export function isThisMachine(host: string): boolean {
  return loopback.has(host.toLowerCase());
}

/** clnrm's `policy` was never held to (clnrm-format a.5). Here it is as far as it can be, and the rest is named. */
export function checkPolicy(file: WholeFile): void {
  for (const [index, { policy = {} }] of file.model.scenario.entries()) {
    const idle = {
      security_level: policy.security_level !== undefined,
      disallowed_commands: (policy.disallowed_commands ?? []).length > 0,
      allowed_network_hosts: !(policy.allowed_network_hosts ?? []).every(isThisMachine),
    };
    for (const [key, isIdle] of Object.entries(idle)) {
      if (!isIdle) continue;
      file.report('SW3020', () => ({
        message: `\`${key}\` of \`policy\` is not held to`,
        place: placeOf(file, ['scenario', index, 'policy', key]),
        hint: 'say it with `limits`, `isolate` and what the trace must show, such as `hermeticity`',
      }));
    }
  }
}
