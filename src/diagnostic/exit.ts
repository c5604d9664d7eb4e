/** The one table of exit codes; help, docs and the process itself read it. Source: DESIGN, modelled on nextest's. */
export const exitCodes = [
  { name: 'passed', code: 0, meaning: 'everything selected passed' },
  { name: 'failed', code: 1, meaning: 'something was judged and found false' },
  { name: 'invalid', code: 2, meaning: 'invalid input or usage; nothing was run' },
  { name: 'undecided', code: 3, meaning: 'something could not be judged, or could not be run' },
  { name: 'nothingSelected', code: 4, meaning: 'nothing was selected' },
  { name: 'internal', code: 70, meaning: 'internal error in Spanwright' },
  { name: 'interrupted', code: 130, meaning: 'interrupted by Ctrl-C (SIGINT)' },
  { name: 'terminated', code: 143, meaning: 'terminated (SIGTERM)' },
] as const;

export type ExitName = (typeof exitCodes)[number]['name'];
export type ExitCode = (typeof exitCodes)[number]['code'];

/** Exit code by name: `EXIT.failed` is 1. */
export const EXIT = Object.fromEntries(exitCodes.map((row) => [row.name, row.code])) as {
  // The mapping keeps each literal; Object.fromEntries alone cannot express it.
  readonly [Row in (typeof exitCodes)[number] as Row['name']]: Row['code'];
};
