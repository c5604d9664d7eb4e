import { type ResourceName, type Resources, resourceNames } from '../../plan/index.ts';

export const nothing: Resources = { slots: 0, containers: 0, memoryMb: 0, cpuMillicores: 0 };

export function sum(a: Resources, b: Resources): Resources {
  return each((name) => a[name] + b[name]);
}

export function difference(a: Resources, b: Resources): Resources {
  return each((name) => a[name] - b[name]);
}

export function least(a: Resources, b: Resources): Resources {
  return each((name) => Math.min(a[name], b[name]));
}

export function isSame(a: Resources, b: Resources): boolean {
  return resourceNames.every((name) => a[name] === b[name]);
}

/** The largest part of any bound that is taken, as dominant resource fairness has it (Ghodsi et al., NSDI 2011). */
export function dominantShare(needs: Resources, bounds: Resources): number {
  return Math.max(...resourceNames.map((name) => (needs[name] === 0 ? 0 : needs[name] / bounds[name])));
}

function each(amount: (name: ResourceName) => number): Resources {
  return {
    slots: amount('slots'),
    containers: amount('containers'),
    memoryMb: amount('memoryMb'),
    cpuMillicores: amount('cpuMillicores'),
  };
}
