import type { Span } from '../../trace/index.ts';
import { findSpans, type Interner, wireResource, wireScope } from './request.ts';
import { WireSpan } from './wire-span.ts';

export type DecodedRequest =
  | { readonly ok: true; readonly spans: readonly Span[]; readonly rejected: number }
  | { readonly ok: false; readonly message: string };

/** The spans of one ExportTraceServiceRequest, still reading from `body`, which must not change afterwards. */
export function decodeRequest(body: Buffer): DecodedRequest {
  const request = findSpans(body, plainInterner);
  if (!request.ok) return request;
  return { ...request, spans: request.spans.map((found) => new WireSpan({ ...found, bytes: body })) };
}

const plainInterner: Interner = { resource: wireResource, scope: wireScope };
