/** Longer texts are cut in messages. */
export const MAX_SHOWN = 120;

/** A text in quotes, as TOML and JSON write it, cut to a readable length. */
export function quote(text: string): string {
  return JSON.stringify(text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text);
}

/** `1 span`, `2 spans`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The first few items and how many are left out: `a, b and 3 more`. */
export function listed(items: readonly string[], shown = 5): string {
  const rest = items.length - shown;
  return `${items.slice(0, shown).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** The same for names, each in quotes; only those that are shown are looked at. */
export function listedNames(names: readonly string[], shown = 5): string {
  return listed([...names.slice(0, shown).map(quote), ...names.slice(shown)], shown);
}

/** `a -> b -> c`, shortened in the middle when long. */
export function chainText(names: readonly string[]): string {
  const left = names.length - 10;
  return (left > 2 ? [...names.slice(0, 9), `(${left} more)`, ...names.slice(-1)] : names).join(' -> ');
}
