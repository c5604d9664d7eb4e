import type { Readable } from 'node:stream';
import {
  AbstractMessageReader,
  type DataCallback,
  type Disposable,
  ErrorCodes,
  type Message,
} from 'vscode-languageserver-protocol/node';

/** Far more than any scenario file; what announces more is passed over without being kept. */
const MAX_BODY = 64 * 1024 * 1024;
const MAX_HEADER = 8 * 1024;
const HEADER_START = 'Content-Length:';
const HEADER_END = '\r\n\r\n';

/** Why a message cannot be taken, in the terms of JSON-RPC. */
export interface Malformed {
  readonly code: number;
  readonly message: string;
}

/**
 * Reads messages off a stream. Unlike the reader of vscode-jsonrpc it is bounded, goes on after any nonsense, and says
 * what it could not take, so that the client can be answered as JSON-RPC asks.
 */
export class BoundedReader extends AbstractMessageReader {
  private readonly stream: Readable;
  private readonly refuse: (malformed: Malformed) => void;
  private deliver: DataCallback = () => {};
  private chunks: Buffer[] = [];
  private size = 0;
  /** Length of the body that is awaited; undefined while a header is. */
  private awaited: number | undefined;
  /** Bytes still to be passed over. */
  private skipped = 0;
  /** Messages delivered so far. */
  delivered = 0;

  constructor(stream: Readable, refuse: (malformed: Malformed) => void) {
    super();
    this.stream = stream;
    this.refuse = refuse;
  }

  listen(callback: DataCallback): Disposable {
    this.deliver = callback;
    const take = (chunk: Buffer) => this.take(chunk);
    const fail = (error: Error) => this.fireError(error);
    const close = () => this.fireClose();
    this.stream.on('data', take).on('error', fail).on('close', close).on('end', close);
    return {
      dispose: () => {
        this.stream.off('data', take).off('error', fail).off('close', close).off('end', close);
      },
    };
  }

  private take(chunk: Buffer): void {
    const passed = Math.min(this.skipped, chunk.length);
    this.skipped -= passed;
    if (passed < chunk.length) {
      this.chunks.push(chunk.subarray(passed));
      this.size += chunk.length - passed;
    }
    while (this.step());
  }

  /** Whether there may be more to do with what has arrived. */
  private step(): boolean {
    if (this.awaited === undefined) return this.header();
    if (this.size < this.awaited) return false;
    const body = this.shift(this.awaited);
    this.awaited = undefined;
    this.message(body);
    return true;
  }

  private header(): boolean {
    if (this.size === 0) return false;
    const arrived = this.joined();
    const end = arrived.subarray(0, MAX_HEADER).indexOf(HEADER_END);
    if (end === -1) {
      if (this.size < MAX_HEADER) return false;
      // No header is that long. A real one may begin anywhere in it, or be cut off at its end.
      const next = arrived.indexOf(HEADER_START, 1);
      this.shift(next === -1 ? this.size - HEADER_START.length : next);
      return this.refused('a message has no header');
    }
    const header = this.shift(end + HEADER_END.length).toString('latin1');
    const length = /^content-length:[ \t]*(\d{1,15})[ \t]*$/im.exec(header.replaceAll('\r', ''))?.[1];
    if (length === undefined) return this.refused('the header of a message has no Content-Length');
    if (Number(length) > MAX_BODY) return this.passOver(Number(length));
    this.awaited = Number(length);
    return true;
  }

  private passOver(length: number): boolean {
    const arrived = Math.min(length, this.size);
    this.shift(arrived);
    this.skipped = length - arrived;
    return this.refused(`a message of ${length} bytes is too long`);
  }

  private refused(message: string): true {
    this.refuse({ code: ErrorCodes.ParseError, message });
    return true;
  }

  private message(body: Buffer): void {
    const parsed = parse(body);
    if ('value' in parsed && isObject(parsed.value)) {
      this.delivered++;
      // What kind of message it is, or whether it is any, the connection looks into.
      this.deliver(parsed.value as unknown as Message);
    } else if ('value' in parsed) {
      this.refuse({ code: ErrorCodes.InvalidRequest, message: 'a message is no JSON object' });
    } else this.refuse({ code: ErrorCodes.ParseError, message: 'a message is no JSON' });
  }

  private joined(): Buffer {
    const [only] = this.chunks;
    if (only && this.chunks.length === 1) return only;
    const joined = Buffer.concat(this.chunks);
    this.chunks = [joined];
    return joined;
  }

  private shift(length: number): Buffer {
    const joined = this.joined();
    this.chunks = length < joined.length ? [joined.subarray(length)] : [];
    this.size -= length;
    return joined.subarray(0, length);
  }
}

function parse(body: Buffer): { readonly value: unknown } | { readonly failed: true } {
  try {
    return { value: JSON.parse(body.toString('utf8')) };
  } catch {
    return { failed: true };
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
