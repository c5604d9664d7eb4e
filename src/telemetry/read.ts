import { parseJson, type Span, spansFromOtlpJson } from '../trace/index.ts';
import { type FoundSpan, findSpans, type Interner } from './wire/request.ts';

export type SpanFormat = 'protobuf' | 'json';

/** The spans of one export request: found in its bytes, or already objects. */
export type ReadSpans =
  | {
      readonly ok: true;
      readonly form: 'encoded';
      readonly spans: readonly FoundSpan[];
      readonly rejected: number;
    }
  | { readonly ok: true; readonly form: 'plain'; readonly spans: readonly Span[]; readonly rejected: number }
  | { readonly ok: false; readonly message: string };

export function readSpans(body: Buffer, format: SpanFormat, interner: Interner): ReadSpans {
  if (format === 'protobuf') {
    const found = findSpans(body, interner);
    return found.ok ? { ...found, form: 'encoded' } : found;
  }
  const json = parseJson(body.toString('utf8'));
  if (!json.ok) return json;
  const read = spansFromOtlpJson(json.value);
  return read.ok ? { ...read, form: 'plain' } : read;
}
