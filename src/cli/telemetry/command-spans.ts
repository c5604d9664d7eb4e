import type { Diagnostic, ExitCode } from '../../diagnostic/index.ts';
import type { ScenarioRecord } from '../../event/index.ts';
import type { Host } from '../../host/index.ts';
import { type AttributeValue, type Span, type SpanStatus, toOtlpJson } from '../../trace/index.ts';
import { outbound } from './outbound.ts';

/**
 * What a command says of itself as spans, by OTLP/HTTP in JSON to where the environment says. Their names do not begin
 * with `spanwright.`: that is kept for the spans a run makes of its own scenarios, which nobody else can send.
 */
export interface CommandSpans {
  /** Something was complained of. */
  complained(diagnostics: readonly Diagnostic[]): void;
  /** A scenario was judged. `own` are the spans of its life, where it was run. */
  judged(record: ScenarioRecord, own: readonly Span[]): void;
  /** Everything is over; what was never run, such as what was skipped, is told of too. */
  finished(records: readonly ScenarioRecord[]): void;
  /** Sends everything; resolves to why it could not be sent. */
  end(code: ExitCode): Promise<Diagnostic | undefined>;
}

export interface CommandSpansOptions {
  readonly host: Host;
  /** As given on the command line; undefined for none that exists. */
  readonly command: string | undefined;
  /** Of Spanwright. */
  readonly version: string;
}

/** W3C Trace Context, section 3.2: version, trace id, parent id, flags. */
const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;

/** A life of its own within the trace that the environment names, or in a new one. */
export function createCommandSpans({ host, command, version }: CommandSpansOptions): CommandSpans {
  const [, traceId = host.randomHex(16), caller] = TRACEPARENT.exec(host.env.TRACEPARENT ?? '') ?? [];
  const rootId = host.randomHex(8);
  const startNs = host.nowNs();
  const codes: string[] = [];
  const children: Span[] = [];
  const told = new Set<string>();
  const resource = { attributes: new Map([['service.name', 'spanwright']]) };
  const shared = { traceId, kind: 'internal', links: [], resource } as const;
  const scope = { name: 'spanwright', version };
  const judged: CommandSpans['judged'] = (record, own) => {
    told.add(record.id);
    const nowNs = host.nowNs();
    const whole = own.find(({ name }) => name === 'spanwright.scenario');
    const root: Span = {
      ...shared,
      scope,
      spanId: whole?.spanId ?? host.randomHex(8),
      parentSpanId: rootId,
      name: 'scenario',
      startNs: whole?.startNs ?? nowNs,
      endNs: whole?.endNs ?? nowNs,
      attributes: factsOf(record),
      events: whole?.events ?? [],
      status: statusOf(record.verdict === 'passed' && record.skipped === undefined, record.verdict),
    };
    const parts = own.filter(({ name }) => name !== 'spanwright.run' && name !== 'spanwright.scenario');
    children.push(root, ...parts.map((span) => ({ ...span, traceId, name: outsideName(span.name) })));
  };
  return {
    complained(diagnostics) {
      codes.push(...diagnostics.map(({ code }) => code));
    },
    judged,
    finished(records) {
      for (const record of records) if (!told.has(record.id)) judged(record, []);
    },
    async end(code) {
      const root: Span = {
        ...shared,
        scope,
        spanId: rootId,
        parentSpanId: caller,
        name: command === undefined ? 'spanwright' : `spanwright ${command}`,
        startNs,
        endNs: host.nowNs(),
        attributes: new Map<string, AttributeValue>([
          ['process.executable.name', 'spanwright'],
          ['process.pid', process.pid],
          ['process.exit.code', code],
          ['spanwright.diagnostics', codes],
        ]),
        events: [],
        status: statusOf(code === 0, `exit code ${code}`),
      };
      return await send([root, ...children], host);
    },
  };
}

/** What became of a scenario, as far as it fits attributes. Skipped is a word of its own, because it is no verdict. */
function factsOf(record: ScenarioRecord): Span['attributes'] {
  const { name, verdict, skipped, findings, diagnostics, telemetry, steps } = record;
  const failed = findings.filter(({ outcome }) => outcome === 'failed');
  return new Map<string, AttributeValue>([
    ['spanwright.scenario', name],
    ['spanwright.verdict', skipped === undefined ? verdict : 'skipped'],
    ['spanwright.findings', findings.length],
    ['spanwright.findings.failed', failed.map(({ rule }) => rule)],
    ['spanwright.diagnostics', diagnostics.map(({ code }) => code)],
    ['spanwright.spans', telemetry?.spans ?? 0],
    ['spanwright.steps', steps.length],
  ]);
}

function statusOf(isGood: boolean, message: string): SpanStatus {
  return isGood ? { code: 'unset', message: '' } : { code: 'error', message };
}

function outsideName(name: string): string {
  return name.replace(/^spanwright\./, '');
}

async function send(spans: readonly Span[], { env }: Host): Promise<Diagnostic | undefined> {
  const collector = outbound(env);
  try {
    await collector.send('/v1/traces', toOtlpJson(spans));
    return undefined;
  } catch (error) {
    return collector.notSent('the spans of this command', error);
  }
}
