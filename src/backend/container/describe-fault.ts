import { posix } from 'node:path';
import type { CommandEnd } from '../contract.ts';

type NotStartedEnd = Extract<CommandEnd, { kind: 'notStarted' }>;

/**
 * Why the engine would not start a command, told by what its runtime wrote, for it gives no other sign. Both runc and crun
 * end in the words of the system. Undefined when the words tell nothing of a command.
 */
export function explainRuntime(
  message: string,
  { argv, cwd }: { readonly argv: readonly string[]; readonly cwd: string },
): NotStartedEnd | undefined {
  const program = argv[0] ?? '';
  if (/argument list too long/i.test(message)) {
    return notStarted('argumentsTooLong', `the arguments of ${program} are longer than the system allows`);
  }
  if (/chdir to cwd|\bcwd\b.*no such file|workdir .* does not exist|chdir .*no such file/i.test(message)) {
    return notStarted('badWorkdir', `the work directory ${cwd} does not exist in the container`);
  }
  if (/mkdir|mount/i.test(message)) return undefined;
  if (/executable file .*not found|no such file or directory/i.test(message)) {
    return notStarted('notFound', `there is no program ${shown(program, cwd)} in the container`);
  }
  if (/permission denied|exec format error/i.test(message)) {
    return notStarted(
      'notExecutable',
      `${shown(program, cwd)} is not a program that can be run in the container`,
    );
  }
  return undefined;
}

/** The same as the init writes it that stands before the command, as its last words. */
export function explainInit(
  stderr: string,
  command: { readonly argv: readonly string[]; readonly cwd: string },
): NotStartedEnd | undefined {
  const fault = /^\[FATAL tini \(\d+\)\] exec (.*) failed: (.*)$/m.exec(stderr)?.[2];
  return fault === undefined ? undefined : explainRuntime(fault, command);
}

/** What no system can start, whatever the engine makes of it. */
export function impossible(argv: readonly string[]): NotStartedEnd | undefined {
  if (argv.length === 0) return notStarted('other', 'the command is empty');
  if (argv.some((word) => word.includes('\0')))
    return notStarted('other', 'an argument holds a NUL character');
  const long = argv.find((word) => Buffer.byteLength(word) >= LONGEST_ARGUMENT);
  if (long === undefined) return undefined;
  return notStarted(
    'argumentsTooLong',
    `an argument has ${Buffer.byteLength(long)} bytes; ${LONGEST_ARGUMENT - 1} are possible`,
  );
}

/** MAX_ARG_STRLEN of Linux: 32 pages, the final NUL included. Source: execve(2). */
const LONGEST_ARGUMENT = 131_072;

export function notStarted(reason: NotStartedEnd['reason'], message: string): NotStartedEnd {
  return { kind: 'notStarted', reason, message };
}

function shown(program: string, cwd: string): string {
  return program.includes('/') && cwd !== '' ? posix.resolve(cwd, program) : program;
}
