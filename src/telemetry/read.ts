import { parseJson, type Span, spansFromOtlpJson } from '../trace/index.ts';
import { checkRequest } from './wire/check.ts';
import type { SpanPlaces } from './wire/places.ts';

export type SpanFormat = 'protobuf' | 'json';

/** One export request, found to be valid: to be walked over, or already objects. */
export type ReadRequest =
  | (Counts & { readonly ok: true; readonly form: 'encoded'; readonly places: SpanPlaces })
  | (Counts & { readonly ok: true; readonly form: 'plain'; readonly spans: readonly Span[] })
  | { readonly ok: false; readonly message: string };

interface Counts {
  /** Spans, but for plain ones that were rejected. */
  readonly count: number;
  /** Spans left out because OTLP calls one of their ids invalid. */
  readonly rejected: number;
}

export function readRequest(body: Buffer, format: SpanFormat): ReadRequest {
  if (format === 'protobuf') {
    const checked = checkRequest(body);
    if (!checked.ok) return checked;
    const { spans, rejected, places } = checked;
    return { ok: true, form: 'encoded', count: spans, rejected, places };
  }
  const json = parseJson(body.toString('utf8'));
  if (!json.ok) return json;
  const read = spansFromOtlpJson(json.value);
  return read.ok ? { ...read, form: 'plain', count: read.spans.length } : read;
}
