/** Longer texts are cut where a person reads them. */
const MAX_SHOWN = 100;

/** A value as TOML writes it, on one line, cut to a readable length. */
export function valueText(value: unknown): string {
  const text = written(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.slice(0, MAX_SHOWN).map(written).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, each]) => each !== undefined);
    return entries.length === 0
      ? '{}'
      : `{ ${entries.map(([key, each]) => `${keyText(key)} = ${written(each)}`).join(', ')} }`;
  }
  if (typeof value === 'string') return JSON.stringify(value);
  return value === Infinity ? 'inf' : value === -Infinity ? '-inf' : String(value);
}

/** A key as TOML writes it. */
export function keyText(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : JSON.stringify(key);
}
