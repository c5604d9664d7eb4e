/** So long a collector may take to answer. */
const TIMEOUT_MS = 2000;

/** Posts JSON. Rejects when there is nobody, no answer in time, or an answer that is an error. */
export function post(url: string, body: string, headers: Readonly<Record<string, string>>): Promise<void> {
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
export function headersOf(text: string | undefined): Record<string, string> {
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
