import { parseJson, type Span, spansFromOtlpJson } from '../trace/index.ts';
import { checkRequest } from './wire/shape.ts';

export type SpanFormat = 'protobuf' | 'json';

/** One export request, found to be valid: to be walked over, or already objects. */
export type ReadRequest =
  | { readonly ok: true; readonly form: 'encoded'; readonly count: number }
  | {
      readonly ok: true;
      readonly form: 'plain';
      readonly count: number;
      readonly spans: readonly Span[];
      readonly rejected: number;
    }
  | { readonly ok: false; readonly message: string };

export function readRequest(body: Buffer, format: SpanFormat): ReadRequest {
  if (format === 'protobuf') {
    const checked = checkRequest(body);
    return checked.ok ? { ok: true, form: 'encoded', count: checked.spans } : checked;
  }
  const json = parseJson(body.toString('utf8'));
  if (!json.ok) return json;
  const read = spansFromOtlpJson(json.value);
  return read.ok ? { ...read, form: 'plain', count: read.spans.length } : read;
}
