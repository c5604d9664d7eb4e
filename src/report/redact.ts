/** Shorter values stand in ordinary text all the time; hiding them would blank the report and protect nothing. */
const MIN_LENGTH = 4;
/** Of values that are only taken for secrets by the name of their variable, such as `DISABLE_PASSWORD=false`. */
const MIN_GUESSED_LENGTH = 6;

const SECRET_NAME = /TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL|(API|ACCESS|PRIVATE|SIGNING)_?KEY/i;
/** Where the secret is kept, not the secret. */
const PLACE_NAME = /_(FILE|PATH|DIR)$/i;

/** Whether a variable of this name is taken to hold a secret: `GITHUB_TOKEN`, `db_password`, `API_KEY`. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !PLACE_NAME.test(name);
}

/** The values in an environment that must not be shown, by the names of their variables. */
export function secretsOf(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && value.length >= MIN_GUESSED_LENGTH && isSecretName(name) ? [value] : [],
  );
}

/**
 * The text with every occurrence of a secret replaced by `mask`, which is given what it replaces; overlapping ones
 * become one. Of a secret of several lines each line is one too, for logs show them apart. Values under
 * {@link MIN_LENGTH} characters are not looked for.
 */
export function redact(
  text: string,
  secrets: readonly string[],
  mask: (secret: string) => string = stars,
): string {
  let result = '';
  let end = 0;
  for (const [from, to] of occurrences(text, secrets)) {
    result += text.slice(end, from) + mask(text.slice(from, to));
    end = to;
  }
  return result + text.slice(end);
}

/** Keeps columns where they are, for excerpts with a marker below. */
export function sameWidth(secret: string): string {
  return secret.replace(/[^\r\n]/g, '*');
}

function stars(): string {
  return '***';
}

/** Stretches to hide, ascending, none touching another. */
function occurrences(text: string, secrets: readonly string[]): [from: number, to: number][] {
  const found: [number, number][] = [];
  for (const secret of new Set(secrets.flatMap((each) => [each, ...each.split(/\r?\n/)]))) {
    if (secret.trim().length < MIN_LENGTH) continue;
    for (let at = text.indexOf(secret); at !== -1; at = text.indexOf(secret, at + 1)) {
      found.push([at, at + secret.length]);
    }
  }
  found.sort(([a], [b]) => a - b);
  const merged: [number, number][] = [];
  for (const [from, to] of found) {
    const last = merged.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}
