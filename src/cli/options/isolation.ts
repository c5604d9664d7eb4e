import type { Tier } from '../../backend/index.ts';
import { choice } from '../../scenario/index.ts';
import { value } from './entry.ts';

/** Written out here too, because the options are read before anything of a backend is loaded. */
const tiers = ['namespaces', 'reaper', 'group'] as const satisfies readonly Tier[];

/** How what a scenario starts is contained: the tiers of docs/isolation.md, the strongest first. */
export const isolation = {
  isolation: value(
    choice(['auto', ...tiers], {
      doc: 'Contain what scenarios start by this tier at most; auto is the strongest the machine allows',
    }),
    { placeholder: 'TIER', key: 'run.isolation', fallback: () => 'auto' as const, fallbackText: 'auto' },
  ),
  isolate: value(
    choice(['network'], {
      doc: 'Give every scenario a network of its own, with nothing but loopback and the receiver',
    }),
    { placeholder: 'WHAT', key: 'run.isolate' },
  ),
  'require-tier': value(
    choice(tiers, { doc: 'Run nothing unless this tier of isolation, or a stronger one, is there' }),
    {
      placeholder: 'TIER',
      key: 'run.require_tier',
    },
  ),
};
