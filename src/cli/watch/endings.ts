import { fstatSync } from 'node:fs';

/**
 * Resolves when somebody wants the watch to end: by a signal, or by closing what it reads from. The null device and files
 * are no such thing: they have an end from the beginning.
 */
export function asksForEnd({ readsInput }: { readonly readsInput: boolean }): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  if (readsInput || isPipe(0)) {
    process.stdin.on('end', resolve).on('close', resolve).on('error', resolve);
    // Somebody has to read it, for its end to be noticed.
    if (!readsInput) process.stdin.resume();
  }
  return promise;
}

function isPipe(fd: number): boolean {
  try {
    const stat = fstatSync(fd);
    return stat.isFIFO() || stat.isSocket();
  } catch {
    return false;
  }
}
