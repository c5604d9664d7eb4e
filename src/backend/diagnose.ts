import { type Diagnostic, diagnostic, type Place } from '../diagnostic/index.ts';
import type {
  CloseOutcome,
  CommandEnd,
  CommandOutcome,
  LeakedProcess,
  NotStarted,
  ServiceOutput,
  StartOutcome,
  StopOutcome,
} from './contract.ts';
import { describeEnd } from './describe.ts';

/** Whom a diagnostic is about, as its sentence begins (``step `login` ``), and where that is declared. */
export interface Subject {
  readonly name: string;
  readonly place?: Place | undefined;
}

/** Characters of a line of output that is quoted in a hint. */
const MAX_QUOTED = 200;

/** Why a service cannot be used; undefined when it is ready, or when the start was cancelled, which is no fault of it. */
export function diagnoseStart({ name, place }: Subject, outcome: StartOutcome): Diagnostic | undefined {
  switch (outcome.kind) {
    case 'ready':
    case 'cancelled':
      return undefined;
    case 'notStarted':
      return diagnostic({
        code: notStartedCode(outcome.reason),
        message: `${name} ${describeEnd(outcome)}`,
        place,
        hint: notStartedHint(outcome.reason),
      });
    case 'notReady':
      return diagnostic({
        code: 'SW6002',
        message: `${name} is not ready after ${Math.round(outcome.afterMs)} ms; it waits for ${outcome.waitingFor}`,
        place,
        hint:
          lastWords(outcome.output) ??
          'it has written no output; check what `ready` asks for, or give it longer',
      });
    case 'exitedEarly':
      return diagnostic({
        code: 'SW6003',
        message: `${name} ${describeEnd(outcome.end)} before it was ready`,
        place,
        hint:
          lastWords(outcome.output) ?? 'it has written no output; a service has to stay in the foreground',
      });
    default:
      return outcome satisfies never;
  }
}

function notStartedCode(reason: NotStarted): 'SW6001' | 'SW6302' | 'SW6303' {
  if (reason === 'noImage') return 'SW6302';
  return reason === 'volumeRefused' ? 'SW6303' : 'SW6001';
}

function notStartedHint(reason: NotStarted): string | undefined {
  if (reason === 'noImage')
    return 'build the image, or fetch it with `spanwright pull` where there is a registry';
  if (reason !== 'volumeRefused') return undefined;
  return 'mount something below the project, or allow its folder with --volume-root';
}

/** What is to be said about a command besides its exit code, which only an expectation can judge. */
export function diagnoseCommand(subject: Subject, outcome: CommandOutcome): Diagnostic[] {
  return [...diagnoseEnd(subject, outcome.end), ...(outcome.leaked ? [leak(subject)] : [])];
}

function leak({ name, place }: Subject): Diagnostic {
  return diagnostic({
    code: 'SW6007',
    message: `${name} ended and left processes running, which were killed`,
    place,
    hint: 'let it wait for them, or declare what has to keep running as a service',
  });
}

function diagnoseEnd({ name, place }: Subject, end: CommandEnd): Diagnostic[] {
  const message = `${name} ${describeEnd(end)}`;
  switch (end.kind) {
    case 'exited':
      return [];
    case 'notStarted':
      return [diagnostic({ code: 'SW6001', message, place })];
    case 'timedOut':
      return [
        diagnostic({ code: 'SW6004', message, place, hint: 'give it a longer `timeout` if it needs one' }),
      ];
    case 'signalled':
      return [diagnostic({ code: 'SW6005', message, place })];
    case 'cancelled':
      return [diagnostic({ code: 'SW6006', message, place })];
    default:
      return end satisfies never;
  }
}

/** Undefined when the service ended within its grace. */
export function diagnoseStop({ name, place }: Subject, outcome: StopOutcome): Diagnostic | undefined {
  if (!outcome.killed) return undefined;
  return diagnostic({
    code: 'SW6008',
    message: `${name} did not end within its grace after the stop signal and was killed`,
    place,
    hint: 'let it end on the stop signal, or set `stop.signal` and `stop.grace`',
  });
}

/** What closing a scenario's sandbox found or could not do; empty after one that behaved. */
export function diagnoseClose({ name, place }: Subject, outcome: CloseOutcome): Diagnostic[] {
  const { leaked, survivors, notRemoved, unbounded } = outcome;
  const found: Diagnostic[] = [];
  if (unbounded !== undefined) {
    const message = `${name} was run without its limit of processes: ${unbounded}`;
    const hint =
      'docs/isolation.md says where it can be kept; leave `pids` out of `[limits]` where it need not be';
    found.push(diagnostic({ code: 'SW6012', message, place, hint }));
  }
  if (leaked.length > 0) {
    found.push(
      diagnostic({
        code: 'SW6007',
        message: `${name} left processes running, which were killed: ${listOf(leaked)}`,
        place,
        hint: 'declare what has to keep running as a service, in the foreground',
      }),
    );
  }
  if (survivors.length > 0) {
    const message = `${name} left processes that could not be killed: ${listOf(survivors)}`;
    const hint = 'they belong to another user or wait for a device; end them by hand';
    found.push(diagnostic({ code: 'SW6009', message, place, hint }));
  }
  if (notRemoved !== undefined) {
    const message = `the private directory of ${name} could not be removed: ${notRemoved}`;
    found.push(diagnostic({ code: 'SW6009', message, place, hint: 'remove it by hand' }));
  }
  return found;
}

function listOf(processes: readonly LeakedProcess[]): string {
  const shown = processes.slice(0, 5).map(({ name, pid }) => `${name} (pid ${pid})`);
  const more = processes.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/**
 * The line that most likely says why: the last of stderr (of stdout when that is empty) that speaks of an error and is
 * not indented, as the lines of a stack trace are; else simply the last.
 */
function lastWords({ stderr, stdout }: ServiceOutput): string | undefined {
  const text = stderr.text.trim() === '' ? stdout.text : stderr.text;
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const telling = lines.findLast((line) =>
    /^\S.*(error|exception|panic|fatal|fail|cannot|denied)/i.test(line),
  );
  const line = (telling ?? lines.at(-1))?.trim();
  if (line === undefined) return undefined;
  return `its output says: ${line.length > MAX_QUOTED ? `${line.slice(0, MAX_QUOTED)}...` : line}`;
}
