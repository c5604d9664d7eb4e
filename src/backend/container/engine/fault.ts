import { BackendFault } from '../../fault.ts';

/** Why a request got no answer that is of use. */
export type EngineProblem =
  /** Nobody listens there, or we may not ask. */
  | { readonly kind: 'unreachable'; readonly reason: string; readonly denied: boolean }
  /** One of the two does not prove who it is, or cannot. */
  | { readonly kind: 'untrusted'; readonly reason: string }
  /** Somebody listens but does not answer in time. */
  | { readonly kind: 'silent'; readonly afterMs: number; readonly what: string }
  /** The connection broke in the middle of an answer. */
  | { readonly kind: 'broken'; readonly reason: string; readonly what: string }
  /** The engine says that it cannot. */
  | { readonly kind: 'refused'; readonly status: number; readonly message: string; readonly what: string };

/** The engine cannot be used, or did not do what it was asked. The message names its address. */
export class EngineFault extends BackendFault {
  readonly problem: EngineProblem;

  constructor(address: string, problem: EngineProblem) {
    super('SW6301', `the container engine at ${address} ${sentence(problem)}`, remedy(problem));
    this.name = 'EngineFault';
    this.problem = problem;
  }

  /** Of an answer that refuses; undefined when there was none. */
  get status(): number | undefined {
    return this.problem.kind === 'refused' ? this.problem.status : undefined;
  }
}

export function isRefused(error: unknown, ...statuses: readonly number[]): error is EngineFault {
  return error instanceof EngineFault && error.status !== undefined && statuses.includes(error.status);
}

function sentence(problem: EngineProblem): string {
  switch (problem.kind) {
    case 'unreachable':
      return `cannot be reached: ${problem.reason}`;
    case 'untrusted':
      return `cannot be asked by TLS: ${problem.reason}`;
    case 'silent':
      return `did not answer within ${problem.afterMs} ms when asked to ${problem.what}`;
    case 'broken':
      return `broke off when asked to ${problem.what}: ${problem.reason}`;
    case 'refused':
      return `could not ${problem.what}: ${problem.message} (status ${problem.status})`;
    default:
      return problem satisfies never;
  }
}

function remedy(problem: EngineProblem): string {
  switch (problem.kind) {
    case 'unreachable':
      return problem.denied
        ? 'this user may not use the socket: add the user to its group, or use a rootless engine'
        : 'start Docker or Podman (`podman system service`), or name its socket in DOCKER_HOST; `spanwright doctor` says what is found';
    case 'untrusted':
      return 'put ca.pem, cert.pem and key.pem that belong to the engine where DOCKER_CERT_PATH or the Docker context says';
    case 'silent':
      return 'restart the engine, or allow it more time with --engine-timeout';
    case 'broken':
      return 'see in the log of the engine why it ended, and start it again';
    case 'refused':
      return 'the log of the engine says more; `spanwright doctor` says what is known of it';
    default:
      return problem satisfies never;
  }
}
