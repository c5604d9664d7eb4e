import type { Attributes, AttributeValue, Span } from '../../trace/index.ts';
import { lanesOf } from './lanes.ts';
import type { SelectedSpans } from './selected.ts';

/** One event of the Trace Event Format, as far as it is used here. Times are microseconds. */
interface TraceEvent {
  /** M names a process or thread, X is a span, i an event of a span; s and f are the two ends of an arrow. */
  readonly ph: 'M' | 'X' | 'i' | 's' | 'f';
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts?: number;
  readonly dur?: number;
  readonly cat?: string;
  readonly id?: number;
  readonly s?: 't';
  readonly bp?: 'e';
  readonly args?: Readonly<Record<string, unknown>>;
}

/**
 * The spans for timelines that read the Trace Event Format, such as ui.perfetto.dev and chrome://tracing ("Trace Event
 * Format", Google). A service of a scenario is a process; spans that overlap without one holding the other stand in
 * threads of their own. Arrows lead from a span to its children in other services. Spans without times are only counted.
 */
export function printSpansChrome(selected: readonly SelectedSpans[]): string {
  const timed = selected.map((each) => ({ ...each, spans: each.spans.filter(hasTimes) }));
  const first = earliest(timed.flatMap(({ spans }) => spans));
  const writer = new EventWriter(first);
  for (const each of timed) writer.add(each);
  const all = selected.reduce((sum, { spans }) => sum + spans.length, 0);
  const drawn = timed.reduce((sum, { spans }) => sum + spans.length, 0);
  const otherData = {
    startedAtUnixNs: first.toString(),
    ...(all > drawn ? { spansWithoutTimes: String(all - drawn) } : {}),
  };
  const events = writer.events.map((event) => JSON.stringify(event)).join(',\n');
  return `{"displayTimeUnit":"ms","otherData":${JSON.stringify(otherData)},"traceEvents":[\n${events}\n]}\n`;
}

type Timed = Span & { readonly startNs: bigint; readonly endNs: bigint };

function hasTimes(span: Span): span is Timed {
  return span.startNs !== undefined && span.endNs !== undefined && span.endNs >= span.startNs;
}

interface TimedSpans extends Omit<SelectedSpans, 'spans'> {
  readonly spans: readonly Timed[];
}

interface Track {
  readonly pid: number;
  readonly tid: number;
}

class EventWriter {
  readonly events: TraceEvent[] = [];
  readonly #first: bigint;
  #processes = 0;
  #arrows = 0;

  constructor(first: bigint) {
    this.#first = first;
  }

  add({ name, trace, spans }: TimedSpans): void {
    const tracks = new Map<Span, Track>();
    for (const [service, own] of Map.groupBy(spans, serviceOf)) {
      this.#processes += 1;
      this.#addProcess(service === '' ? name : `${service} · ${name}`, own, tracks, (span) =>
        trace.parentOf(span),
      );
    }
    for (const span of spans) this.#addArrow(span, trace.parentOf(span), tracks);
  }

  #addProcess(
    name: string,
    spans: readonly Timed[],
    tracks: Map<Span, Track>,
    parentOf: (span: Span) => Span | undefined,
  ): void {
    const pid = this.#processes;
    const positions = new Map<Span, number>(spans.map((span, position) => [span, position]));
    const lanes = lanesOf(
      spans.map((span) => {
        const parent = parentOf(span);
        return {
          start: this.#us(span.startNs),
          end: this.#us(span.endNs),
          near: parent && positions.get(parent),
        };
      }),
    );
    this.events.push({ ph: 'M', name: 'process_name', pid, tid: 0, args: { name } });
    for (const [position, span] of spans.entries()) {
      const track = { pid, tid: (lanes[position] ?? 0) + 1 };
      tracks.set(span, track);
      this.#addSpan(span, track);
    }
  }

  #addSpan(span: Timed, track: Track): void {
    const ts = this.#us(span.startNs);
    const { name, kind, status, traceId, spanId, attributes, events } = span;
    const args = {
      ...plain(attributes),
      'span.kind': kind,
      ...(status.code === 'unset' ? {} : { 'status.code': status.code }),
      ...(status.message === '' ? {} : { 'status.message': status.message }),
      trace_id: traceId,
      span_id: spanId,
    };
    const dur = Number(span.endNs - span.startNs) / 1000;
    this.events.push({ ph: 'X', name, cat: kind, ts, dur, ...track, args });
    for (const event of events) {
      if (event.timeNs === undefined) continue;
      const at = this.#us(event.timeNs);
      this.events.push({
        ph: 'i',
        name: event.name,
        cat: 'event',
        s: 't',
        ts: at,
        ...track,
        args: plain(event.attributes),
      });
    }
  }

  #addArrow(span: Timed, parent: Span | undefined, tracks: ReadonlyMap<Span, Track>): void {
    const [from, to] = [parent && tracks.get(parent), tracks.get(span)];
    if (!from || !to || from.pid === to.pid) return;
    this.#arrows += 1;
    const arrow = { name: 'parent', cat: 'parent', id: this.#arrows, ts: this.#us(span.startNs) };
    this.events.push({ ph: 's', ...arrow, ...from }, { ph: 'f', bp: 'e', ...arrow, ...to });
  }

  /** From the earliest span on: an absolute time would lose its nanoseconds in a double. */
  #us(ns: bigint): number {
    return Number(ns - this.#first) / 1000;
  }
}

function earliest(spans: readonly Timed[]): bigint {
  let least: bigint | undefined;
  for (const { startNs } of spans) if (least === undefined || startNs < least) least = startNs;
  return least ?? 0n;
}

function serviceOf({ resource }: Span): string {
  const name = resource.attributes.get('service.name');
  return typeof name === 'string' ? name : '';
}

/** Keys such as `__proto__` are data here too. */
function plain(attributes: Attributes): Record<string, unknown> {
  return Object.fromEntries([...attributes].map(([key, value]) => [key, plainValue(value)]));
}

function plainValue(value: AttributeValue): unknown {
  if (typeof value === 'bigint') return value.toString();
  // As OTLP/JSON has them; JSON has no number for them.
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (value instanceof Map) return plain(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return Array.isArray(value) ? value.map(plainValue) : value;
}
