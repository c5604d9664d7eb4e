import { tooLarge } from './inflate.ts';
import type { ExportOutcome, Refusal } from './outcome.ts';
import type { SpanFormat } from './read.ts';
import type { Scope, Sender } from './scope.ts';

/** What all requests of a receiver share: how many are open and how much of them is held. */
export interface Budget {
  readonly maxRequests: number;
  readonly maxBytes: number;
  requests: number;
  bytes: number;
}

export interface ExchangeOptions {
  readonly scope: Scope;
  readonly sender: Sender;
  /** Metrics and logs are read and forgotten. */
  readonly signal: 'traces' | 'other';
  readonly budget: Budget;
  /** Largest body as sent; the same bound holds after decompression. */
  readonly maxBytes: number;
}

/** Turns the body as sent into the message in it: decompression, gRPC's framing. */
export type Unwrap = (body: Buffer) => Buffer | Refusal;

/**
 * One export request from its first byte to the answer, whatever protocol carries it. It ends exactly once: by
 * {@link finish}, by {@link refuse}, or by the refusal that {@link take} returned; later calls change nothing.
 */
export class Exchange {
  readonly #options: ExchangeOptions;
  #chunks: Buffer[] = [];
  #bytes = 0;
  #over = false;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    options.budget.requests += 1;
    options.scope.began(options.signal);
  }

  /** The answer may be the last on this connection. */
  get isLast(): boolean {
    return this.#options.scope.sealed;
  }

  /** Why the request is refused before any of its body is read; `length` is what it announces, where it does. */
  admit(length: number | undefined): Refusal | undefined {
    const { budget, maxBytes } = this.#options;
    if (length !== undefined && length > maxBytes) return this.refuse(tooLarge(maxBytes));
    if (budget.requests > budget.maxRequests) return this.refuse(busy(`${budget.maxRequests} requests`));
    return undefined;
  }

  /** Takes the next piece of the body; a refusal means that the rest is not wanted. */
  take(chunk: Buffer): Refusal | undefined {
    const { budget, maxBytes, scope, signal } = this.#options;
    if (this.#over) return undefined;
    scope.touched();
    if (this.#bytes + chunk.length > maxBytes) return this.refuse(tooLarge(maxBytes));
    if (signal === 'other') return undefined;
    if (budget.bytes + chunk.length > budget.maxBytes) return this.refuse(busy(`${budget.maxBytes} bytes`));
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    budget.bytes += chunk.length;
    return undefined;
  }

  /** The body is whole. */
  finish(format: SpanFormat, unwrap: Unwrap): ExportOutcome | undefined {
    if (this.#over) return undefined;
    const outcome = this.#outcome(format, unwrap);
    if (outcome.kind !== 'accepted') return this.refuse(outcome);
    this.#end();
    return outcome;
  }

  /** Ends the request without taking it; what is passed in is given back, to be answered. */
  refuse(refusal: Refusal): Refusal {
    if (this.#over) return refusal;
    const { scope, sender, signal } = this.#options;
    // Metrics and logs that went wrong take nothing away from the trace.
    if (signal === 'traces') scope.refused(refusal, sender);
    this.#end();
    return refusal;
  }

  #outcome(format: SpanFormat, unwrap: Unwrap): ExportOutcome {
    const { scope, sender, signal } = this.#options;
    if (signal === 'other') return { kind: 'accepted', rejected: 0, message: '' };
    const message = unwrap(this.#body());
    return 'kind' in message ? message : scope.take(message, format, sender);
  }

  /** The whole body, where it can stay if it is taken: a fresh buffer for each would cost more than to copy it. */
  #body(): Buffer {
    const [first] = this.#chunks;
    if (this.#chunks.length === 1 && first !== undefined) return first;
    const body = this.#options.scope.room(this.#bytes);
    let at = 0;
    for (const chunk of this.#chunks) at += chunk.copy(body, at);
    return body;
  }

  #end(): void {
    const { budget, scope } = this.#options;
    this.#over = true;
    this.#chunks = [];
    budget.requests -= 1;
    budget.bytes -= this.#bytes;
    scope.ended();
  }
}

function busy(limit: string): Refusal {
  return { kind: 'busy', message: `this receiver reads at most ${limit} at once` };
}
