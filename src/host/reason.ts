/** What the system says is wrong, without the path and code that Node puts around it. */
export function systemReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const reason = /^[A-Z]+: (.*?)(?:, \w+(?: '.*')?)?$/s.exec(message)?.[1] ?? message;
  return code ? `${reason} (${code})` : reason;
}
