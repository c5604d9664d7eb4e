import type { PageTrace } from '../../waterfall/page-trace.ts';

/** How many colours there are for services; further ones begin again. */
const COLORS = 8;

/** A number from 0 for each service, by its text, in the order in which services first appear. */
export function serviceColors({ service }: PageTrace): ReadonlyMap<number, number> {
  const colors = new Map<number, number>();
  for (const each of service) if (!colors.has(each)) colors.set(each, colors.size % COLORS);
  return colors;
}
