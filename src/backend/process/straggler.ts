/**
 * From the end of a command's first process to calling what is left of it a leak. A pipeline's last writer or a
 * helper that ends with its parent needs a few milliseconds, more on a busy machine.
 */
export const STRAGGLER_MS = 500;
