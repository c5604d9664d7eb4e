/**
 * What became of one export request, whatever protocol it came by. `accepted` with `rejected` above 0 is OTLP's partial
 * success. The message is for the developer of the sender.
 */
export type ExportOutcome =
  | { readonly kind: 'accepted'; readonly rejected: number; readonly message: string }
  | Refusal;

export interface Refusal {
  readonly kind: RefusalKind;
  readonly message: string;
}

export type RefusalKind =
  /** Not what its headers say it is: damaged, cut short, or not OTLP. */
  | 'malformed'
  /** Larger than the limit, before or after decompression. */
  | 'tooLarge'
  /** A content type or compression this receiver does not read. */
  | 'unsupported'
  /** No scenario has this address, or there is no such path or method. */
  | 'unknown'
  /** Not a POST. */
  | 'wrongMethod'
  /** The sender went away, or took too long, before the request was whole; nobody is there to be answered. */
  | 'interrupted'
  /** Too many requests at once; it may be sent again. */
  | 'busy'
  /** The scenario's store is full and stays so. */
  | 'full';

/**
 * gRPC status codes, also used in the google.rpc.Status body of HTTP errors (OTLP specification, "Failures").
 * Source: grpc/grpc doc/statuscodes.md.
 */
export const grpcStatusOf: Readonly<Record<RefusalKind, number>> = {
  malformed: 3, // INVALID_ARGUMENT
  tooLarge: 8, // RESOURCE_EXHAUSTED; without RetryInfo, which tells senders not to try again
  unsupported: 12, // UNIMPLEMENTED
  unknown: 5, // NOT_FOUND
  wrongMethod: 12,
  interrupted: 1, // CANCELLED
  busy: 14, // UNAVAILABLE, the code after which senders try again
  full: 8,
};

export const httpStatusOf: Readonly<Record<RefusalKind, number>> = {
  malformed: 400,
  tooLarge: 413,
  unsupported: 415,
  unknown: 404,
  wrongMethod: 405,
  interrupted: 408,
  busy: 429,
  full: 503,
};

/**
 * Retry-After in seconds. A full store never empties: senders are asked to wait longer than the 10 s for which OTLP
 * exporters try, so that they give up at once instead of holding up the shutdown of their service.
 */
export const retryAfterOf: Readonly<Partial<Record<RefusalKind, number>>> = { busy: 1, full: 60 };
