import type { Readable, Writable } from 'node:stream';
import { createConnection, type WatchDog } from 'vscode-languageserver';
import {
  createProtocolConnection,
  ErrorCodes,
  Message,
  type MessageStrategy,
  type MessageWriter,
} from 'vscode-languageserver-protocol/node';
import { EXIT, type ExitCode } from '../../diagnostic/index.ts';
import { BoundedReader, type Malformed } from './reader.ts';
import { type SessionOptions, startSession } from './session.ts';
import { FlushingWriter } from './writer.ts';

export interface ServeOptions extends SessionOptions {
  readonly input: Readable;
  readonly output: Writable;
}

/** How often it is looked whether the editor is still there, for the case that it died without closing the pipe. */
const PARENT_CHECK_MS = 2_000;
const FLUSH_MS = 1_000;

/**
 * Speaks the Language Server Protocol over two streams until the client ends it. The code is that of the protocol: 0
 * when the client asked for the shutdown first, else 1, also when it goes away without a word.
 */
export function serve({ input, output, ...options }: ServeOptions): Promise<ExitCode> {
  return new Promise((resolve) => {
    const writer = new FlushingWriter(output);
    const watchDog = watchDogOf((code) => {
      // The answer to `shutdown` may still be on its way; a client that reads nothing is not waited for.
      setTimeout(() => resolve(code), FLUSH_MS);
      writer.flushed().then(() => resolve(code));
    });
    const reader = new BoundedReader(input, (malformed) => refuse(writer, null, malformed));
    const gone = () => watchDog.exit(watchDog.shutdownReceived ? 0 : 1);
    // What has arrived is taken first: the connection takes one message in each turn of the event loop.
    const drained = () => afterTurns(reader.delivered, gone);
    input.once('end', drained).once('close', drained);
    output.once('error', gone);
    const strategy = gate(writer, watchDog);
    const connection = createConnection(
      (logger) => createProtocolConnection(reader, writer, logger, { messageStrategy: strategy }),
      watchDog,
    );
    startSession(connection, options);
    connection.listen();
  });
}

function afterTurns(turns: number, then: () => void): void {
  if (turns === 0) then();
  else setImmediate(() => afterTurns(turns - 1, then));
}

function watchDogOf(end: (code: ExitCode) => void): WatchDog {
  return {
    shutdownReceived: false,
    initialize: ({ processId }) => {
      if (typeof processId === 'number') watchParent(processId, () => end(EXIT.failed));
    },
    exit: (code) => end(code === 0 ? EXIT.passed : EXIT.failed),
  };
}

function watchParent(processId: number, gone: () => void): void {
  const timer = setInterval(() => {
    if (isAlive(processId)) return;
    clearInterval(timer);
    gone();
  }, PARENT_CHECK_MS);
  timer.unref();
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // It is there, and somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Before `initialize` and after `shutdown`, requests are refused and notifications dropped, as the protocol asks. */
function gate(writer: MessageWriter, watchDog: WatchDog): MessageStrategy {
  let isInitialized = false;
  const refusal = (method: string): Malformed | undefined => {
    if (watchDog.shutdownReceived) {
      return { code: ErrorCodes.InvalidRequest, message: 'the server has been shut down' };
    }
    const isFirst = method === 'initialize';
    if (isInitialized && isFirst) {
      return { code: ErrorCodes.InvalidRequest, message: 'the server is initialized already' };
    }
    if (isInitialized || isFirst) return undefined;
    return {
      code: ErrorCodes.ServerNotInitialized,
      message: 'the server is not initialized yet',
    };
  };
  return {
    handleMessage(message, next) {
      if (Message.isRequest(message)) {
        const refused = refusal(message.method);
        if (refused) return refuse(writer, message.id, refused);
        if (message.method === 'initialize') isInitialized = true;
      } else if (Message.isNotification(message) && message.method !== 'exit') {
        if (refusal(message.method)) return;
      }
      return next(message);
    },
  };
}

function refuse(writer: MessageWriter, id: string | number | null, { code, message }: Malformed): void {
  const response = { jsonrpc: '2.0', id, error: { code, message } };
  // A client that is gone is noticed elsewhere.
  writer.write(response).catch(() => {});
}
