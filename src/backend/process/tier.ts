/** How well what a sandbox starts is contained, the strongest first. What each guarantees is in docs/isolation.md. */
export const tiers = ['namespaces', 'reaper', 'group'] as const;
export type Tier = (typeof tiers)[number];

/** As printed in the head of a run and recorded. */
export function describeTier(tier: Tier, sweeps: boolean): string {
  switch (tier) {
    case 'namespaces':
      return 'PID namespace per scenario, killed by the kernel with the runner';
    case 'reaper':
      return 'process group, reaper per scenario, watchdog';
    case 'group':
      return sweeps ? 'process group, watchdog, sweep by environment mark' : 'process group, watchdog';
    default:
      return tier satisfies never;
  }
}

/** Whether a tier is as strong as the one asked for, or stronger. */
export function isAtLeast(tier: Tier, wanted: Tier): boolean {
  return tiers.indexOf(tier) <= tiers.indexOf(wanted);
}
