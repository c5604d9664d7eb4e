import type { Resource, Scope } from '../trace/index.ts';
import { type Interner, wireResource, wireScope } from './wire/request.ts';

/** Different resources (or scopes) remembered; a scenario has a handful, and a hostile sender may not fill the memory. */
const REMEMBERED = 1_000;
const LONGEST = 64 * 1024;

/** Every batch of an exporter carries the same resource and scope again: they are kept once and shared. */
export function createInterner(): Interner {
  return { resource: sharing<Resource>(wireResource), scope: sharing<Scope>(wireScope) };
}

type Make<T> = (bytes: Buffer, at: number, end: number) => T;

function sharing<T>(make: Make<T>): Make<T> {
  const known = new Map<string, T>();
  return (bytes, at, end) => {
    // The request's own buffer is used again, so what is made here reads from a copy.
    const copied = (): T => make(Buffer.from(bytes.subarray(at, end)), 0, end - at);
    if (end - at > LONGEST) return copied();
    const key = bytes.toString('latin1', at, end);
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = copied();
    if (known.size < REMEMBERED) known.set(key, made);
    return made;
  };
}
