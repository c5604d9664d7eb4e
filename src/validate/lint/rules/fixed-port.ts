import type { Service } from '../../../scenario/index.ts';
import { fixedPorts } from '../../ports.ts';
import type { LintRule } from '../rule.ts';

/** A port by number whose service is told the number by the file, so that it could be told another as well. */
export const fixedPort: LintRule = {
  code: 'SW4531',
  name: 'fixed-port',
  fixable: false,
  check({ file: { model, dialect } }, report) {
    // clnrm has no ports by name.
    if (dialect !== 'native') return;
    for (const { service: id, port, at } of fixedPorts(model.service ?? {}, dialect)) {
      const service = model.service?.[id];
      const placeholder = `\${service.${id}.port.${at.at(-1)}}`;
      if (!service || !isTold(service, port, placeholder)) continue;
      report({
        message: `the service ${id} takes the port ${port}, and only one run at a time can have it`,
        at,
        hint: `write "auto", and \`${placeholder}\` where the number stands`,
      });
    }
  },
};

function isTold({ command, args = [], env = {} }: Service, port: number, placeholder: string): boolean {
  const words = typeof command === 'string' ? [command] : (command ?? []);
  const number = new RegExp(`(?<![\\d.])${port}(?!\\.?\\d)`);
  return [...words, ...args, ...Object.values(env)].some(
    (text) => text.includes(placeholder) || number.test(text),
  );
}
