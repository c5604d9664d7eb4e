import type { RequestOptions } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { CommandOutcome, CommandSpec, ReadyProbe } from '../contract.ts';
import { describeEnd } from '../describe.ts';
import type { LogWatch } from './log-watch.ts';
import type { Dial } from './network.ts';

/** One attempt of a polled probe: an answer slower than this is asked for again. */
const ATTEMPT_MS = 2_000;

export interface ProbeContext {
  readonly intervalMs: number;
  /** Aborted when the answer is no longer of interest; the probe then rejects. */
  readonly signal: AbortSignal;
  /** Told why the latest attempt did not succeed. */
  readonly report: (why: string) => void;
  /** How ports of the service are reached; undefined where its loopback is ours. */
  readonly dial: Dial | undefined;
  readonly exec: (command: CommandSpec, signal: AbortSignal) => Promise<CommandOutcome>;
  readonly log: LogWatch;
}

/** What a probe waits for, as part of a sentence: "waits for ...". */
export function describeProbe(probe: ReadyProbe): string {
  switch (probe.kind) {
    case 'tcp':
      return `a connection to ${probe.host}:${probe.port}`;
    case 'http':
      return `${probe.status ?? 'success'} from ${probe.url}`;
    case 'log':
      return `a line of output that matches ${probe.pattern}`;
    case 'command':
      return `exit code 0 from ${probe.command.argv.join(' ')}`;
    case 'external':
      return probe.description;
    default:
      return probe satisfies never;
  }
}

/** Resolves when the probe holds; rejects when the signal is aborted, or when an external condition gives up. */
export async function untilReady(probe: ReadyProbe, context: ProbeContext): Promise<void> {
  switch (probe.kind) {
    case 'tcp':
      return await poll((signal) => tcpAttempt(probe, context.dial, signal), context);
    case 'http':
      return await poll((signal) => httpAttempt(probe, context.dial, signal), context);
    case 'log':
      return await context.log.matched(probe);
    case 'command':
      return await poll((signal) => commandAttempt(probe.command, context, signal), context);
    case 'external':
      return await probe.until(context.signal);
    default:
      return probe satisfies never;
  }
}

type TcpProbe = Extract<ReadyProbe, { kind: 'tcp' }>;
type HttpProbe = Extract<ReadyProbe, { kind: 'http' }>;

/** Resolves to undefined when it succeeded, else to the reason why not. */
type Attempt = (signal: AbortSignal) => Promise<string | undefined>;

async function poll(attempt: Attempt, context: ProbeContext): Promise<void> {
  for (;;) {
    const why = await attempt(context.signal);
    if (why === undefined) return;
    context.report(why);
    await pause(context.intervalMs, undefined, { signal: context.signal });
  }
}

function tcpAttempt(
  { host, port }: TcpProbe,
  dial: Dial | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (dial) return dialAttempt(port, dial);
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port,
      signal: AbortSignal.any([signal, AbortSignal.timeout(ATTEMPT_MS)]),
    });
    const done = (why: string | undefined) => {
      socket.destroy();
      resolve(why);
    };
    socket.once('connect', () => done(undefined));
    socket.on('error', (error) => done(reasonOf(error)));
  });
}

async function dialAttempt(port: number, dial: Dial): Promise<string | undefined> {
  try {
    (await dial(port)).destroy();
    return undefined;
  } catch (error) {
    return reasonOf(error as Error);
  }
}

/** Any answer counts by its status alone; the body is not read and redirects are not followed. */
async function httpAttempt(
  { url, status: wanted }: HttpProbe,
  dial: Dial | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  // Not imported: as an ES module its namespace loads undici as well, 20 ms that most runs do not need.
  const client = process.getBuiltinModule(url.startsWith('https:') ? 'node:https' : 'node:http');
  let way: Pick<RequestOptions, 'agent' | 'createConnection'> = { agent: false };
  if (dial) {
    try {
      way = { createConnection: await connectionBy(dial, new URL(url)) };
    } catch (error) {
      return reasonOf(error as Error);
    }
  }
  return new Promise((resolve) => {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(ATTEMPT_MS)]);
    // A test service signs its own certificate; readiness asks whether it answers, not who it is.
    const request = client.get(url, { signal: limited, rejectUnauthorized: false, ...way }, (response) => {
      const status = response.statusCode ?? 0;
      response.on('error', () => {}).destroy();
      const holds = wanted === undefined ? status >= 200 && status < 400 : status === wanted;
      resolve(holds ? undefined : `the answer was ${status}`);
    });
    request.on('error', (error) => resolve(reasonOf(error)));
  });
}

async function connectionBy(dial: Dial, { protocol, port }: URL): Promise<() => Socket> {
  const secure = protocol === 'https:';
  const socket = await dial(Number(port) || (secure ? 443 : 80));
  if (!secure) return () => socket;
  const { connect: secured } = process.getBuiltinModule('node:tls');
  return () => secured({ socket, rejectUnauthorized: false });
}

async function commandAttempt(
  command: CommandSpec,
  context: ProbeContext,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { end } = await context.exec(command, signal);
  return end.kind === 'exited' && end.code === 0 ? undefined : `it ${describeEnd(end)}`;
}

function reasonOf(error: Error): string {
  // With two addresses for one name Node reports an AggregateError without a message of its own.
  const first = error instanceof AggregateError ? (error.errors[0] as Error) : error;
  const { code, name, message } = first as NodeJS.ErrnoException;
  if (code === 'ECONNREFUSED') return 'the connection is refused';
  return name === 'AbortError' || name === 'TimeoutError' ? 'there is no answer' : message;
}
