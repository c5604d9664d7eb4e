import type { Resource, Scope } from '../../trace/index.ts';
import { Cursor } from './cursor.ts';
import { faultOf } from './shape.ts';
import { readAttributes } from './wire-span.ts';

/** One span of a request: where it is, and its ids. Nothing else of it has been decoded. */
export interface FoundSpan {
  readonly at: number;
  readonly end: number;
  /** Trace id and span id in hexadecimal, 48 digits. */
  readonly ids: string;
  /** The same for its parent; undefined for a root. */
  readonly parentIds: string | undefined;
  readonly resource: Resource;
  readonly scope: Scope;
}

export type WireRequest =
  | { readonly ok: true; readonly spans: readonly FoundSpan[]; readonly rejected: number }
  | { readonly ok: false; readonly message: string };

/** Gives the resource or scope that these bytes encode; a store answers with one it already has where it can. */
export interface Interner {
  resource(bytes: Buffer, at: number, end: number): Resource;
  scope(bytes: Buffer, at: number, end: number): Scope;
}

/**
 * Finds the spans of an ExportTraceServiceRequest. The whole body is checked first, so a request is taken whole or refused;
 * spans with an id that OTLP calls invalid are left out and counted in `rejected`.
 */
export function findSpans(body: Buffer, interner: Interner): WireRequest {
  const message = faultOf(body);
  if (message !== undefined) return { ok: false, message };
  const found: Finding = { spans: [], rejected: 0 };
  eachMessage(new Cursor(body, 0, body.length), 1, (cursor) => findInResource(cursor, interner, found));
  return { ok: true, ...found };
}

interface Finding {
  readonly spans: FoundSpan[];
  rejected: number;
}

function findInResource(resourceSpans: Cursor, interner: Interner, found: Finding): void {
  const { bytes, at, end } = resourceSpans;
  const part = lastField(new Cursor(bytes, at, end), 1);
  const resource = interner.resource(bytes, part.at, part.end);
  eachMessage(resourceSpans, 2, (scopeSpans) => {
    const scopePart = lastField(new Cursor(bytes, scopeSpans.at, scopeSpans.end), 1);
    const scope = interner.scope(bytes, scopePart.at, scopePart.end);
    eachMessage(scopeSpans, 2, (span) => findSpan(span, { resource, scope }, found));
  });
}

/** Trace id and span id (or parent id) are put together here, so that one call turns both into text. */
const idBytes = Buffer.alloc(24);

function findSpan(cursor: Cursor, shared: { resource: Resource; scope: Scope }, found: Finding): void {
  const { bytes, at, end } = cursor;
  let [trace, span, parent] = [-1, -1, -1];
  let [traceLength, spanLength, parentLength] = [0, 0, 0];
  while (cursor.at < cursor.end) {
    const tag = cursor.tag();
    const field = tag >>> 3;
    if (field !== 1 && field !== 2 && field !== 4) {
      cursor.skip(tag);
      continue;
    }
    const last = cursor.lengthEnd();
    if (field === 1) [trace, traceLength] = [cursor.at, last - cursor.at];
    else if (field === 2) [span, spanLength] = [cursor.at, last - cursor.at];
    else [parent, parentLength] = [cursor.at, last - cursor.at];
    cursor.at = last;
  }
  const hasParent = parentLength > 0 && !isZero(bytes, parent, parentLength);
  const idsFit = traceLength === 16 && spanLength === 8 && (!hasParent || parentLength === 8);
  if (!idsFit || isZero(bytes, trace, 16) || isZero(bytes, span, 8)) {
    found.rejected += 1;
    return;
  }
  const ids = idText(bytes, trace, span);
  const parentIds = hasParent ? idText(bytes, trace, parent) : undefined;
  found.spans.push({ at, end, ids, parentIds, ...shared });
}

function idText(bytes: Buffer, trace: number, span: number): string {
  for (let index = 0; index < 16; index += 1) idBytes[index] = bytes[trace + index] ?? 0;
  for (let index = 0; index < 8; index += 1) idBytes[16 + index] = bytes[span + index] ?? 0;
  return idBytes.toString('hex');
}

function isZero(bytes: Buffer, at: number, length: number): boolean {
  for (let index = at; index < at + length; index += 1) if (bytes[index] !== 0) return false;
  return true;
}

function eachMessage(cursor: Cursor, field: number, read: (inner: Cursor) => void): void {
  while (cursor.at < cursor.end) {
    const tag = cursor.tag();
    if (tag >>> 3 !== field) {
      cursor.skip(tag);
      continue;
    }
    const end = cursor.lengthEnd();
    read(new Cursor(cursor.bytes, cursor.at, end));
    cursor.at = end;
  }
}

/** The last occurrence of a message field; an empty stretch when there is none. */
function lastField(cursor: Cursor, field: number): { at: number; end: number } {
  let last = { at: 0, end: 0 };
  while (cursor.at < cursor.end) {
    const tag = cursor.tag();
    if (tag >>> 3 !== field) {
      cursor.skip(tag);
      continue;
    }
    const end = cursor.lengthEnd();
    last = { at: cursor.at, end };
    cursor.at = end;
  }
  return last;
}

/** A Resource message, decoded when first asked for. */
export function wireResource(bytes: Buffer, at: number, end: number): Resource {
  let attributes: Resource['attributes'] | undefined;
  return {
    get attributes() {
      attributes ??= readAttributes(new Cursor(bytes, at, end), 1);
      return attributes;
    },
  };
}

export function wireScope(bytes: Buffer, at: number, end: number): Scope {
  const cursor = new Cursor(bytes, at, end);
  let [name, version] = ['', ''];
  while (cursor.at < cursor.end) {
    const tag = cursor.tag();
    if (tag >>> 3 === 1) name = cursor.text();
    else if (tag >>> 3 === 2) version = cursor.text();
    else cursor.skip(tag);
  }
  return { name, version };
}
