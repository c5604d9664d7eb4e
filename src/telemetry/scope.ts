import type { Resource, Span } from '../trace/index.ts';
import {
  type ExportProblem,
  MAX_EXPORT_PROBLEMS,
  type ScopeStats,
  type SenderOptions,
  type TelemetryScope,
} from './contract.ts';
import { SENDER_ATTRIBUTE } from './environment.ts';
import { createInterner } from './interner.ts';
import type { ExportOutcome, Refusal } from './outcome.ts';
import { readRequest, type SpanFormat } from './read.ts';
import type { SpanStore } from './store.ts';
import type { Interner } from './wire/request.ts';

/** Whose address a request came to; undefined for the scope's own. */
export type Sender = string | undefined;

/**
 * One scenario's side of the receiver: puts what arrives into the store and keeps the figures about it. Everything here
 * is synchronous, so a request is either wholly in the store or not at all. After sealing the store is let go, so that
 * the receiver, which knows every scope to its end, does not keep every scenario's spans.
 */
export class Scope {
  readonly #now: () => number;
  readonly #listeners = new Set<() => void>();
  readonly #bySender = new Map<string, number>();
  readonly #problems: ExportProblem[] = [];
  readonly #counts = {
    requests: 0,
    duplicates: 0,
    rejected: 0,
    dropped: 0,
    late: 0,
    malformed: 0,
    throttled: 0,
    ignored: 0,
    open: 0,
  };
  /** Undefined once sealed. */
  #open: { readonly store: SpanStore; readonly interner: Interner } | undefined;
  #limit: string | undefined;
  #lastActivityMs: number | undefined;

  constructor(store: SpanStore, now: () => number) {
    this.#open = { store, interner: createInterner() };
    this.#now = now;
  }

  get sealed(): boolean {
    return this.#open === undefined;
  }

  /** All figures but those that the store holds. */
  stats(): Omit<ScopeStats, 'spans' | 'missingParents'> {
    return {
      ...this.#counts,
      limit: this.#limit,
      lastActivityMs: this.#lastActivityMs,
      bySender: new Map(this.#bySender),
      problems: [...this.#problems],
    };
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  seal(): void {
    this.#open = undefined;
    this.changed();
  }

  /** A request has begun; {@link ended} must follow. Exports of metrics and logs are counted and otherwise ignored. */
  began(signal: 'traces' | 'other'): void {
    if (signal === 'traces') this.#counts.requests += 1;
    else this.#counts.ignored += 1;
    this.#counts.open += 1;
    this.touched();
    this.changed();
  }

  /** Part of a request has arrived. */
  touched(): void {
    this.#lastActivityMs = this.#now();
  }

  ended(): void {
    this.#counts.open -= 1;
    this.touched();
    this.changed();
  }

  /** Where the body of a request can be put together, to be given to {@link take} before another is. */
  room(bytes: number): Buffer {
    return this.#open?.store.room(bytes) ?? Buffer.allocUnsafe(bytes);
  }

  /** Stores the spans of one whole, decompressed body. The body may change afterwards. */
  take(body: Buffer, format: SpanFormat, sender: Sender): ExportOutcome {
    const read = readRequest(body, format);
    if (!read.ok) return { kind: 'malformed', message: `not a trace export: ${read.message}` };
    if (this.#open === undefined) {
      this.#counts.late += read.count;
      return {
        kind: 'accepted',
        rejected: read.count,
        message: 'the scenario these spans belong to is over',
      };
    }
    const { store, interner } = this.#open;
    if (!this.#hasRoom(store, read.count, body.length)) {
      return { kind: 'full', message: `no room for more than ${this.#limit}` };
    }
    const onAdded = this.#countFor(sender);
    if (read.form === 'plain') {
      this.#counts.duplicates += store.addPlain(read.spans, onAdded);
      return this.#accepted(read.rejected, sender);
    }
    this.#counts.duplicates += store.addEncoded({ body, places: read.places }, interner, onAdded);
    return this.#accepted(read.rejected, sender);
  }

  /** Stores spans that came another way. */
  add(spans: readonly Span[], sender: Sender): void {
    if (spans.length === 0) return;
    if (this.#open === undefined) this.#counts.late += spans.length;
    else if (this.#hasRoom(this.#open.store, spans.length, 0)) {
      this.#counts.duplicates += this.#open.store.addPlain(spans, this.#countFor(sender));
    }
    this.touched();
    this.changed();
  }

  /** Notes a request that was not taken. */
  refused({ kind, message }: Refusal, sender: Sender): void {
    if (kind === 'busy') this.#counts.throttled += 1;
    else if (kind !== 'full') {
      this.#counts.malformed += 1;
      this.#note(sender, message);
    }
  }

  #accepted(rejected: number, sender: Sender): ExportOutcome {
    if (rejected === 0) return { kind: 'accepted', rejected, message: '' };
    const message = `${rejected} spans have a trace id, span id or parent id that OTLP calls invalid`;
    this.#counts.rejected += rejected;
    this.#note(sender, message);
    return { kind: 'accepted', rejected, message };
  }

  /** Counts stored spans for the sender their resource names, else for the one whose address they came to. */
  #countFor(sender: Sender): (resource: Resource, spans: number) => void {
    return (resource, spans) => {
      const named = resource.attributes.get(SENDER_ATTRIBUTE);
      const name = typeof named === 'string' ? named : sender;
      if (name !== undefined) this.#bySender.set(name, (this.#bySender.get(name) ?? 0) + spans);
    };
  }

  #hasRoom(store: SpanStore, spans: number, bytes: number): boolean {
    const limit = store.limitFor(spans, bytes);
    if (limit === undefined) return true;
    this.#limit ??= limit;
    this.#counts.dropped += spans;
    return false;
  }

  #note(sender: Sender, message: string): void {
    if (this.#problems.length < MAX_EXPORT_PROBLEMS) this.#problems.push({ sender, message });
  }
}

export interface ScopeAddress {
  readonly httpUrl: string;
  readonly grpcUrl: string | undefined;
  readonly environment: (options: SenderOptions) => Record<string, string>;
}

/** The scope as the rest of the program sees it. It holds the store, so spans live as long as someone may ask for them. */
export function telemetryScope(scope: Scope, store: SpanStore, address: ScopeAddress): TelemetryScope {
  return {
    ...address,
    stats: () => ({ ...scope.stats(), spans: store.size, missingParents: store.missingParents }),
    add: (spans, sender) => scope.add(spans, sender),
    addOwn: (span) => {
      store.addOwn(span);
      scope.changed();
    },
    trace: () => store.trace(),
    onChange: (listener) => scope.onChange(listener),
    seal: () => scope.seal(),
  };
}
