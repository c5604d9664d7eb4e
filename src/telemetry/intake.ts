import type { ReceiverLimits } from './contract.ts';
import { type Budget, Exchange } from './exchange.ts';
import type { Scope, Sender } from './scope.ts';

export interface Endpoint {
  readonly scope: Scope;
  readonly sender: Sender;
}

/** Where both servers look up who a request is for. Tokens are random: knowing one scenario's does not give another's. */
export class Intake {
  readonly limits: ReceiverLimits;
  readonly #endpoints = new Map<string, Endpoint>();
  readonly #budget: Budget;
  #fallback: Endpoint | undefined;
  #unclaimed = 0;

  constructor(limits: ReceiverLimits) {
    this.limits = limits;
    this.#budget = {
      maxRequests: limits.maxOpenRequests,
      maxBytes: limits.maxOpenBytes,
      requests: 0,
      bytes: 0,
    };
  }

  get unclaimed(): number {
    return this.#unclaimed;
  }

  open(token: string, endpoint: Endpoint): void {
    this.#endpoints.set(token, endpoint);
  }

  /** Requests without a token go here. */
  set fallback(endpoint: Endpoint) {
    this.#fallback = endpoint;
  }

  /** Undefined for a token nobody was given, and then counted as unclaimed. */
  find(token: string | undefined): Endpoint | undefined {
    const endpoint = token === undefined ? this.#fallback : this.#endpoints.get(token);
    if (endpoint === undefined) this.#unclaimed += 1;
    return endpoint;
  }

  begin(endpoint: Endpoint, signal: 'traces' | 'other', maxBytes: number): Exchange {
    return new Exchange({ ...endpoint, signal, budget: this.#budget, maxBytes });
  }
}
