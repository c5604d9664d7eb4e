import type { Resources } from '../plan/index.ts';

/** `1 span`, `6 spans`, `2 more errors`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** `0.61s`, `59.99s`, `1m 03s`. */
export function seconds(ms: number): string {
  const hundredths = Math.round(ms / 10);
  if (hundredths < 6000) return `${(hundredths / 100).toFixed(2)}s`;
  const whole = Math.round(ms / 1000);
  return `${Math.floor(whole / 60)}m ${String(whole % 60).padStart(2, '0')}s`;
}

/** `4 slots, 10 containers, 4096 MB, 2 CPUs`. */
export function amountText({ slots, containers, memoryMb, cpuMillicores }: Resources): string {
  const cpus = cpuMillicores / 1000;
  return [
    count(slots, 'slot'),
    count(containers, 'container'),
    `${memoryMb} MB`,
    `${cpus} CPU${cpus === 1 ? '' : 's'}`,
  ].join(', ');
}
