import type { Forest } from '../forest.ts';
import { pathOf } from '../span-path.ts';
import type { FindingInput, TraceFinding } from './finding.ts';

/** A span that said it failed, says so no longer, and has failed all the same by what else it says. */
export function missingErrors({ pair }: FindingInput): TraceFinding[] {
  const { before, after, matching } = pair;
  const found: TraceFinding[] = [];
  for (let u = 0; u < matching.toAfter.length; u++) {
    const v = matching.toAfter[u] ?? -1;
    if (v === -1 || before.spans[u]?.status.code !== 'error' || after.spans[v]?.status.code === 'error')
      continue;
    const sign = signOfFailure(after, v);
    if (sign === undefined) continue;
    const path = pathOf(after, v);
    const message = `"${path.at(-1)}" had status error and now has ${after.spans[v]?.status.code}, although it ${sign}`;
    found.push({ kind: 'missing-error-status', path, message });
  }
  return found;
}

function signOfFailure({ spans, children }: Forest, index: number): string | undefined {
  const span = spans[index];
  if (!span) return undefined;
  if (span.events.some(({ name }) => name === 'exception')) return 'records an exception';
  const type = span.attributes.get('error.type');
  if (typeof type === 'string' && type !== '') return `has error.type ${JSON.stringify(type)}`;
  for (const key of ['http.response.status_code', 'http.status_code']) {
    const code = span.attributes.get(key);
    if (typeof code === 'number' && code >= 500) return `answers ${code}`;
  }
  const child = (children[index] ?? []).find((each) => spans[each]?.status.code === 'error');
  return child === undefined ? undefined : `has a child that failed, "${spans[child]?.name}"`;
}
