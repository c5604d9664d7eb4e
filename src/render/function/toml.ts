import { jsonFloat } from '../value/print.ts';
import { isList, sortedEntries, type Value } from '../value/value.ts';

/** A value as TOML 1.0 on one line; undefined when null is in it, which TOML cannot write. */
export function tomlEncode(value: Value): string | undefined {
  switch (typeof value) {
    case 'string':
      return tomlString(value);
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'number':
      return Number.isFinite(value) ? jsonFloat(value) : value > 0 ? 'inf' : value < 0 ? '-inf' : 'nan';
    default:
      if (value === null) return undefined;
      return isList(value) ? tomlList(value) : tomlTable(sortedEntries(value));
  }
}

function tomlList(items: readonly Value[]): string | undefined {
  const texts = items.map(tomlEncode);
  return texts.includes(undefined) ? undefined : `[${texts.join(', ')}]`;
}

function tomlTable(entries: readonly (readonly [string, Value])[]): string | undefined {
  const members = entries.map(([key, value]) => {
    const text = tomlEncode(value);
    return text === undefined ? undefined : `${tomlKey(key)} = ${text}`;
  });
  if (members.includes(undefined)) return undefined;
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

function tomlKey(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : tomlString(key);
}

const named: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
};

/** A basic string. Lone surrogates, which no TOML file can hold, become the replacement character. */
function tomlString(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters TOML wants escaped
  const escaped = text.toWellFormed().replace(/["\\\u0000-\u001f\u007f]/g, (char) => {
    const code = char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    return named[char] ?? `\\u${code}`;
  });
  return `"${escaped}"`;
}
