/** JSON text read without losing integers, or why it could not be read. */
export type JsonText =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string };

/** An unquoted run of 16 digits or more may exceed 2^53; a false alarm (digits inside a string) only costs time. */
const LONG_INTEGER = /[:[,\s]-?\d{16,}/;
/** 64-bit integers have at most 20 digits. Longer ones stay inexact numbers, which bounds the cost of a hostile text. */
const INTEGER = /^-?\d{1,20}$/;

/**
 * JSON.parse, but integers beyond 2^53 become bigint. OTLP/JSON senders may write 64-bit fields as bare numbers
 * (protobuf's JSON mapping accepts both forms), and a nanosecond time always exceeds 2^53.
 */
export function parseJson(text: string): JsonText {
  try {
    return { ok: true, value: LONG_INTEGER.test(text) ? JSON.parse(text, exactInteger) : JSON.parse(text) };
  } catch (error) {
    // A SyntaxError, or a RangeError when a reviver walks a text nested tens of thousands deep.
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

/** A reviver's third argument carries the number as written (ECMAScript proposal JSON.parse source text access). */
function exactInteger(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source;
  if (typeof value !== 'number' || Number.isSafeInteger(value) || source === undefined) return value;
  return INTEGER.test(source) ? BigInt(source) : value;
}

/** A JSON object as a record; undefined for anything else. Only own properties may be read from it. */
export function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  // A JSON object has string keys; what its members are is unknown.
  return value as Record<string, unknown>;
}

/** The first of these own members that is present; JSON null counts as absent, as in protobuf's JSON mapping. */
export function member(object: Readonly<Record<string, unknown>>, ...names: readonly string[]): unknown {
  for (const name of names) {
    if (!Object.hasOwn(object, name)) continue;
    const value = object[name];
    if (value !== null) return value;
  }
  return undefined;
}

/** A signed or unsigned 64-bit integer given as number, bigint or decimal text; undefined when it is none. */
export function integerOf(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number')
    return Number.isInteger(value) && Math.abs(value) < 2 ** 64 ? BigInt(value) : undefined;
  return typeof value === 'string' && INTEGER.test(value) ? BigInt(value) : undefined;
}

/** The model's form of an integer: number while it is exact, else bigint. */
export function plainInteger(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** "a number", "text", "a list": how a value is called in messages. */
export function kindOf(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? 'text' : `a ${typeof value}`;
}
