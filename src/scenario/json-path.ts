/** A key, or an index, which counts from the end where it is below zero. */
export type JsonPathPart = string | number;

export interface JsonPath {
  readonly parts: readonly JsonPathPart[];
}

export interface JsonPathError {
  /** Fits after a colon. */
  readonly error: string;
  /** In UTF-16 units from the start of the path. */
  readonly offset: number;
}

const NAME = /[^.[\]]+/y;
const INDEX = /\[(-?\d{1,15})\]/y;
const QUOTED = /\[(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\]/y;

/**
 * The parts of a small JSONPath: `$.a.b[0]['odd key'][-1]`. `$` may be left out, and in quotes a backslash escapes the
 * next character. No wildcards, filters or slices: a path leads to one value.
 */
export function parseJsonPath(path: string): JsonPath | JsonPathError {
  const parts: JsonPathPart[] = [];
  const rooted = path.startsWith('$');
  let at = rooted ? 1 : 0;
  while (at < path.length) {
    // Without `$` the first name needs no dot, and may have one, as in jq.
    const bare = !rooted && at === 0 && path[0] !== '.';
    const read = path[at] === '[' ? readBracket(path, at) : readName(path, at, bare);
    if (!read) return { error: complaint(path, at), offset: at };
    parts.push(read.part);
    at = read.end;
  }
  if (parts.length === 0 && !rooted) return { error: 'it is empty', offset: 0 };
  return { parts };
}

interface Read {
  readonly part: JsonPathPart;
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
