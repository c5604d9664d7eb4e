/** What a path led to. `missing` names the part that was not there. */
export type Selection =
  | { readonly kind: 'found'; readonly value: unknown }
  | { readonly kind: 'missing'; readonly at: string }
  | { readonly kind: 'badPath'; readonly error: string; readonly offset: number };

type Part = string | number;

const NAME = /[^.[\]]+/y;
const INDEX = /\[(-?\d{1,15})\]/y;
const QUOTED = /\[(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\]/y;

/**
 * Walks a value made by JSON.parse along a small JSONPath: `$.a.b[0]['odd key'][-1]`. `$` may be left out, an index
 * below zero counts from the end, `.length` of an array is its length, and in quotes a backslash escapes the next
 * character. No wildcards, filters or slices: a path leads to one value. Only own properties are seen, so `__proto__`
 * and `constructor` are ordinary keys. Offsets count UTF-16 units from the start of the path.
 */
export function selectValue(json: unknown, path: string): Selection {
  const parsed = parsePath(path);
  if ('error' in parsed) return parsed;
  let value = json;
  let walked = '$';
  for (const part of parsed.parts) {
    walked += typeof part === 'number' ? `[${part}]` : `.${part}`;
    const next = stepInto(value, part);
    if (!next) return { kind: 'missing', at: walked };
    value = next.value;
  }
  return { kind: 'found', value };
}

function stepInto(value: unknown, part: Part): { readonly value: unknown } | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value)) {
    const key = String(part);
    // The cast only names what Object.hasOwn has just shown.
    return Object.hasOwn(value, key) ? { value: (value as Record<string, unknown>)[key] } : undefined;
  }
  if (part === 'length') return { value: value.length };
  if (typeof part !== 'number') return undefined;
  const index = part < 0 ? value.length + part : part;
  return index >= 0 && index < value.length ? { value: value[index] } : undefined;
}

type Parsed = { readonly parts: readonly Part[] } | Extract<Selection, { kind: 'badPath' }>;

function parsePath(path: string): Parsed {
  const parts: Part[] = [];
  const rooted = path.startsWith('$');
  let at = rooted ? 1 : 0;
  while (at < path.length) {
    // Without `$` the first name needs no dot, and may have one, as in jq.
    const bare = !rooted && at === 0 && path[0] !== '.';
    const read = path[at] === '[' ? readBracket(path, at) : readName(path, at, bare);
    if (!read) return { kind: 'badPath', error: complaint(path, at), offset: at };
    parts.push(read.part);
    at = read.end;
  }
  if (parts.length === 0 && !rooted) return { kind: 'badPath', error: 'the path is empty', offset: 0 };
  return { parts };
}

interface Read {
  readonly part: Part;
  readonly end: number;
}

function readName(path: string, at: number, bare: boolean): Read | undefined {
  if (!bare && path[at] !== '.') return undefined;
  const name = matchAt(NAME, path, bare ? at : at + 1);
  return name ? { part: name[0], end: NAME.lastIndex } : undefined;
}

function readBracket(path: string, at: number): Read | undefined {
  const index = matchAt(INDEX, path, at);
  if (index) return { part: Number(index[1]), end: INDEX.lastIndex };
  const quoted = matchAt(QUOTED, path, at);
  const text = quoted?.[1] ?? quoted?.[2];
  return text === undefined ? undefined : { part: text.replace(/\\(.)/gsu, '$1'), end: QUOTED.lastIndex };
}

function matchAt(pattern: RegExp, path: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(path);
}

function complaint(path: string, at: number): string {
  if (path[at] === '[') return 'expected an index such as [0] or a quoted key such as ["name"]';
  return path[at] === '.' ? 'expected a name after the dot' : 'expected a dot or a bracket';
}
