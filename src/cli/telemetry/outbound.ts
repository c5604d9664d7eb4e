import { type Diagnostic, diagnostic } from '../../diagnostic/index.ts';
import { type Host, systemReason } from '../../host/index.ts';

/** Where Spanwright sends what it says of itself, as OTLP/HTTP in JSON. */
export interface Outbound {
  /** Rejects when there is nobody, no answer in time, or an answer that is an error. */
  send(path: '/v1/traces' | '/v1/metrics', body: unknown): Promise<void>;
  /** What it means that {@link send} rejected. */
  notSent(what: string, error: unknown): Diagnostic;
}

/** As `OTEL_EXPORTER_OTLP_ENDPOINT` and `OTEL_EXPORTER_OTLP_HEADERS` say; by default to this machine. */
export function outbound(env: Host['env']): Outbound {
  const base = (env.OTEL_EXPORTER_OTLP_ENDPOINT || 'http://127.0.0.1:4318').replace(/\/+$/, '');
  return {
    send: (path, body) =>
      post(`${base}${path}`, JSON.stringify(body), headersOf(env.OTEL_EXPORTER_OTLP_HEADERS)),
    notSent: (what, error) =>
      diagnostic({
        code: 'SW0044',
        message: `${what} cannot be sent to ${base}: ${systemReason(error)}`,
        hint: 'start a collector there, such as `spanwright collector`, or leave out SPANWRIGHT_OTEL=1',
      }),
  };
}

/** So long a collector may take to answer. */
const TIMEOUT_MS = 2000;

function post(url: string, body: string, headers: Readonly<Record<string, string>>): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  try {
    // Importing them loads far more (docs/decisions).
    const { request } = process.getBuiltinModule(url.startsWith('https:') ? 'https' : 'http');
    const sent = request(
      url,
      { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, timeout: TIMEOUT_MS },
      (answer) => {
        answer.resume();
        const { statusCode = 0 } = answer;
        if (statusCode < 300) resolve();
        else reject(new Error(`it answers ${statusCode}`));
      },
    );
    sent.on('error', reject);
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)));
    sent.end(body);
  } catch (error) {
    // The address is none.
    reject(error);
  }
  return promise;
}

/** What `OTEL_EXPORTER_OTLP_HEADERS` says. */
function headersOf(text: string | undefined): Record<string, string> {
  const pairs = (text ?? '').split(',').map((pair) => pair.split(/=(.*)/s));
  return Object.fromEntries(
    pairs.flatMap(([name = '', value]) => (value === undefined ? [] : [[name.trim(), decode(value.trim())]])),
  );
}

/** Percent-encoded, as W3C Baggage has it; what is not, is taken as it is. */
function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
