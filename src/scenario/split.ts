/** The argument list of a command line, or why there is none and where: `offset` counts UTF-16 units from 0. */
export type SplitCommand =
  | { readonly argv: readonly string[] }
  | { readonly error: string; readonly offset: number };

/**
 * Splits a `run` string as clnrm does, without a shell: spaces and tabs separate, single quotes keep everything between
 * them as it is, double quotes group, and a backslash takes the next character as it is except inside single quotes.
 * There are no variables, pipes, globs or operators: `a && b` gives `&&` as an argument. Empty quoted arguments are
 * dropped, also as in clnrm; an argument list in the file can hold them. A backslash at the end is an error here, where
 * clnrm loses it.
 */
export function splitCommand(text: string): SplitCommand {
  const argv: string[] = [];
  let word = '';
  let quote: { readonly mark: string; readonly offset: number } | undefined;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '\\' && quote?.mark !== "'") {
      if (++at === text.length)
        return { error: 'the backslash at the end has nothing to escape', offset: at - 1 };
      word += text.charAt(at);
    } else if (quote !== undefined) {
      if (char === quote.mark) quote = undefined;
      else word += char;
    } else if (char === '"' || char === "'") {
      quote = { mark: char, offset: at };
    } else if (char === ' ' || char === '\t') {
      if (word !== '') argv.push(word);
      word = '';
    } else {
      word += char;
    }
  }
  if (quote !== undefined) {
    const name = quote.mark === "'" ? 'single' : 'double';
    return { error: `the ${name} quote is never closed`, offset: quote.offset };
  }
  if (word !== '') argv.push(word);
  return argv.length === 0 ? { error: 'the command is empty', offset: 0 } : { argv };
}

/**
 * A command line for people to read and copy. {@link splitCommand} turns it back into the same arguments, except for
 * empty ones, which it drops.
 */
export function quoteCommand(argv: readonly string[]): string {
  return argv.map(quoteWord).join(' ');
}

function quoteWord(word: string): string {
  // What neither clnrm nor a shell takes specially may stand bare.
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  // A single quote cannot be escaped within single quotes: leave them, write it, and enter them again.
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
