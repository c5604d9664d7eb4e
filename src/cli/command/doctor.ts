import { type EngineFacts, nameOfEngine, startProcessBackend } from '../../backend/index.ts';
import { EXIT } from '../../diagnostic/index.ts';
import type { Command } from '../context.ts';
import { type Connected, connectEngine } from '../engine/connect.ts';
import type { commands } from '../options/table.ts';

/** `spanwright doctor`: what a run would find. */
export const doctor: Command<typeof commands.doctor.options> = async ({
  settings,
  host,
  terminal,
  complain,
  version,
}) => {
  const [backend, connected] = await Promise.all([
    startProcessBackend({ env: host.env }),
    connectEngine(host, settings['engine-timeout'].value),
  ]);
  const rows = [
    ['spanwright', version],
    ['node', `${process.version}, ${process.platform}/${process.arch}`],
    ['processes', backend.isolation],
    [
      'networks',
      backend.noNetwork === undefined ? 'one per scenario is possible' : `none: ${backend.noNetwork}`,
    ],
    ...('code' in connected ? [['containers', 'no engine that answers']] : engineRows(connected)),
  ];
  terminal.out.write(rows.map(([name = '', text]) => `${name.padEnd(10)}  ${text}\n`).join(''));
  if ('code' in connected) complain([{ ...connected, severity: 'warning' }]);
  else connected.close();
  return EXIT.passed;
};

function engineRows({ address, facts }: Connected): string[][] {
  const { apiVersion, platform, rootless, cpus, memoryBytes } = facts;
  return [
    ['containers', `${nameOfEngine(facts)}, API ${apiVersion}, ${platform}${rootless ? ', rootless' : ''}`],
    ['', `at ${address.url}, as ${address.from} says`],
    ['', `${cpus} CPUs, ${Math.round(memoryBytes / 1_048_576)} MB of memory`],
    ['', limitsOf(facts)],
  ];
}

function limitsOf({ limits, cgroupVersion }: EngineFacts): string {
  const missing = Object.entries(limits).flatMap(([name, enforced]) => (enforced ? [] : [name]));
  const found = missing.length === 0 ? 'all of memory, cpu and pids' : `not of ${missing.join(', ')}`;
  return `limits are enforced: ${found} (control groups version ${cgroupVersion})`;
}
