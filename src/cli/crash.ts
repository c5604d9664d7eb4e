import { type Diagnostic, diagnostic, EXIT, type ExitCode, printDiagnostics } from '../diagnostic/index.ts';
import { realTerminal } from './terminal.ts';

/** The last resort for what was thrown: words instead of a stack trace, which only SPANWRIGHT_DEBUG shows. */
export function reportCrash(error: unknown): ExitCode {
  const { err } = realTerminal(process.env, undefined);
  const isNowhere = (error as NodeJS.ErrnoException | undefined)?.syscall === 'uv_cwd';
  const fault = isNowhere ? nowhere() : bug(error);
  err.write(printDiagnostics([fault], { source: () => undefined, color: err.color }));
  if (isNowhere) return EXIT.invalid;
  if (process.env.SPANWRIGHT_DEBUG && error instanceof Error) err.write(`${error.stack}\n`);
  return EXIT.internal;
}

function nowhere(): Diagnostic {
  const message = 'the working directory does not exist any more';
  return diagnostic({ code: 'SW0010', message, hint: 'change to a folder that exists' });
}

function bug(error: unknown): Diagnostic {
  const message = `Spanwright met an internal error: ${error instanceof Error ? error.message : String(error)}`;
  const hint = 'run it again with SPANWRIGHT_DEBUG=1 to see the stack, and report both';
  return diagnostic({ code: 'SW9001', message, hint });
}
