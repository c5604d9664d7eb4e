import type { Resource, Scope } from '../trace/index.ts';
import { type Interner, wireResource, wireScope } from './wire/request.ts';

/** Bytes of different resources (or scopes) remembered: a scenario has a handful, and a hostile sender gets no further. */
const REMEMBERED_BYTES = 1024 * 1024;
/** About what one takes beside its own bytes. */
const ENTRY_BYTES = 256;

/**
 * Every batch of an exporter carries the same resource and scope again: they are decoded once and shared. The bytes
 * given to it must last as long as the spans that come with them.
 */
export function createInterner(): Interner {
  return { resource: sharing<Resource>(wireResource), scope: sharing<Scope>(wireScope) };
}

type Make<T> = (bytes: Buffer, at: number, end: number) => T;

function sharing<T>(make: Make<T>): Make<T> {
  const known = new Map<string, T>();
  let remembered = 0;
  return (bytes, at, end) => {
    const key = bytes.toString('latin1', at, end);
    const found = known.get(key);
    if (found !== undefined) return found;
    const cost = key.length + ENTRY_BYTES;
    if (remembered + cost > REMEMBERED_BYTES) return make(bytes, at, end);
    remembered += cost;
    // What is remembered outlasts its request, so it reads from a copy.
    const made = make(Buffer.from(bytes.subarray(at, end)), 0, end - at);
    known.set(key, made);
    return made;
  };
}
