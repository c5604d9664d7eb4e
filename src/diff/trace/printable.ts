import { canonicalJson } from '../../digest/index.ts';
import type { AttributeValue } from '../../trace/index.ts';

/** An attribute's value as JSON; texts in quotes. Long ones are shown whole: cutting is for whoever prints them. */
export function printable(value: AttributeValue): string {
  return canonicalJson(value);
}
