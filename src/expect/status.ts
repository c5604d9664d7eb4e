import { isOwnName, type KeyPath, type StatusExpectation } from '../scenario/index.ts';
import type { Span } from '../trace/index.ts';
import { absence } from './absence.ts';
import { asksNothing, type Claim, type Evaluator, type Judgement } from './claim.ts';
import { editText, setTo } from './edit.ts';
import { describeStatus, type StatusWord, statusOf } from './status-of.ts';
import { counted, listed, quote } from './words.ts';

/** `[expect.status]`: the status of every span, or of every span of a name or glob, of which there must be one. */
export const statusClaims: Evaluator<StatusExpectation> = (expectation, path) => {
  const claims: Claim[] = [];
  if (expectation.all) claims.push(allClaim(expectation.all, path));
  if (expectation.by_name) claims.push(...byNameClaims(expectation.by_name, path));
  return claims.length > 0 ? claims : [asksNothing('expect.status', path, 'the table is empty')];
};

function allClaim(wanted: StatusWord, path: KeyPath): Claim {
  return {
    rule: 'expect.status.all',
    path: [...path, 'all'],
    expected: `status ${wanted} on every span`,
    needsSpans: true,
    parts: { kind: 'each' },
    judge: ({ trace }) => judge(trace.spans, wanted, ['all']),
  };
}

function byNameClaims(statuses: Readonly<Record<string, StatusWord>>, path: KeyPath): Claim[] {
  const wanted = Object.entries(statuses);
  if (wanted.length === 0)
    return [asksNothing('expect.status.by_name', [...path, 'by_name'], 'the table is empty')];
  return wanted.map(([name, status]) => ({
    rule: `expect.status.by_name[${name}]`,
    path: [...path, 'by_name', name],
    expected: `status ${status} on every span ${quote(name)}, and at least one of them`,
    needsSpans: !isOwnName(name),
    judge(subject) {
      const spans = subject.select(name);
      if (spans.length > 0) return judge(spans, status, ['by_name', name]);
      return { outcome: 'failed', final: false, ...absence([name], subject), proof: [] };
    },
  }));
}

/** clnrm-format section f: a run that reports success over a span that failed. */
const HIDDEN_ERROR = 'reporting success over work that failed: the span says ERROR';

function judge(spans: readonly Span[], wanted: StatusWord, key: KeyPath): Judgement {
  const wrong = spans.filter((span) => statusOf(span) !== wanted);
  const all = counted(spans.length, 'span');
  if (wrong.length === 0)
    return {
      outcome: 'passed',
      final: false,
      message: `${all}, each ${wanted}`,
      actual: wanted,
      proof: spans,
    };
  const words = [...new Set(wrong.map(statusOf))].sort();
  const texts = [...new Set(wrong.map((span) => `${quote(span.name)} has ${describeStatus(span)}`))].sort();
  const common = wrong.length === spans.length && words.length === 1 ? words[0] : undefined;
  return {
    outcome: 'failed',
    final: true,
    message: `${wrong.length} of ${all} not ${wanted}: ${listed(texts)}${unsetNote(wanted, words)}`,
    actual: words.join(', '),
    proof: wrong,
    edit: common && editText([setTo(key, common)]),
    cheat: wanted === 'OK' && words.includes('ERROR') ? HIDDEN_ERROR : undefined,
  };
}

/** The commonest surprise: OpenTelemetry leaves the status unset unless the program sets it. */
function unsetNote(wanted: StatusWord, words: readonly StatusWord[]): string {
  return wanted === 'OK' && words.includes('UNSET')
    ? '; SDKs send UNSET for a span whose status nobody set'
    : '';
}
