import type { Span } from '../../trace/index.ts';
import { Cursor } from './cursor.ts';
import { visitSpans, wireResource, wireScope } from './request.ts';
import { checkRequest } from './shape.ts';
import { WireSpan } from './wire-span.ts';

export type DecodedRequest =
  | { readonly ok: true; readonly spans: readonly Span[]; readonly rejected: number }
  | { readonly ok: false; readonly message: string };

/** The spans of one ExportTraceServiceRequest, still reading from `body`, which must not change afterwards. */
export function decodeRequest(body: Buffer): DecodedRequest {
  const checked = checkRequest(body);
  if (!checked.ok) return checked;
  const spans: Span[] = [];
  const cursor = new Cursor(body, 0, body.length);
  const interner = { resource: wireResource, scope: wireScope };
  const rejected = visitSpans(cursor, interner, (place) => spans.push(new WireSpan(body, place)));
  return { ok: true, spans, rejected };
}
