import type { Span } from '../trace/index.ts';
import { quote } from './words.ts';

export type StatusWord = 'OK' | 'ERROR' | 'UNSET';

/**
 * The status of a span: OTLP's status code and the attribute `otel.status_code`, or the attribute `status` when
 * neither says anything (clnrm-format section b.2). Words count in any case. Where they disagree, an error wins:
 * a span that says OK in one place and ERROR in another hides something.
 */
export function statusOf(span: Span): StatusWord {
  const coded = wordOf(span.attributes.get('otel.status_code'));
  if (span.status.code === 'error' || coded === 'ERROR') return 'ERROR';
  if (span.status.code === 'ok' || coded === 'OK') return 'OK';
  return wordOf(span.attributes.get('status'));
}

/** Whether a span counts as an error: its status says so, or it carries `error = true`. */
export function isError(span: Span): boolean {
  const flag = span.attributes.get('error');
  return flag === true || flag === 'true' || statusOf(span) === 'ERROR';
}

/** The status and the message its sender gave with it. */
export function describeStatus(span: Span): string {
  const word = statusOf(span);
  return span.status.message === '' ? word : `${word} (${quote(span.status.message)})`;
}

function wordOf(value: unknown): StatusWord {
  if (typeof value !== 'string' || value.length > 5) return 'UNSET';
  const word = value.toUpperCase();
  return word === 'OK' || word === 'ERROR' ? word : 'UNSET';
}
