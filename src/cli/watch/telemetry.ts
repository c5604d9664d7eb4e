import type { Diagnostic } from '../../diagnostic/index.ts';
import type { Host } from '../../host/index.ts';
import { type Span, toOtlpJson } from '../../trace/index.ts';
import type { CycleEvent, FileReport, Stage } from '../../watch/index.ts';
import { outbound } from '../telemetry/outbound.ts';
import type { News } from './news.ts';
import type { WatchContext } from './survey.ts';

/** The loop's own spans and metrics, by OTLP/HTTP in JSON to where the environment says. */
export interface WatchTelemetry {
  take(news: News): void;
  /** Resolves when everything is sent, or after {@link FLUSH_MS}. */
  flush(): Promise<void>;
}

const FLUSH_MS = 200;
/** What is not taken off our hands must not pile up. */
const MAX_OPEN = 20;

/** Names as clnrm's design has them; see the glossary of metrics in docs/watch.md. */
const spanNames: Partial<Record<Stage, { readonly name: string; readonly attribute: string }>> = {
  lookup: { name: 'watch.cache_lookup', attribute: 'key' },
  render: { name: 'watch.render', attribute: 'template' },
  validate: { name: 'watch.validate', attribute: 'config' },
  diff: { name: 'watch.diff', attribute: 'trees' },
};

export function watchTelemetry(
  { host, settings, version }: WatchContext,
  trouble: (problem: Diagnostic) => void,
): WatchTelemetry {
  const collector = outbound(host.env);
  const open = new Set<Promise<void>>();
  let hasFailed = false;
  const send = (...what: Parameters<typeof collector.send>) => {
    if (open.size >= MAX_OPEN) return;
    const sent = collector.send(...what).catch((error: unknown) => {
      // Once is enough: a watch goes on for hours.
      if (!hasFailed) trouble(collector.notSent('the telemetry of the watch', error));
      hasFailed = true;
    });
    open.add(sent);
    void sent.finally(() => open.delete(sent));
  };
  return {
    take(news) {
      if (news.type !== 'cycle') return;
      const spans = news.reports.flatMap((report) => spansOf(report, host, version));
      if (spans.length > 0) send('/v1/traces', toOtlpJson(spans));
      send(
        '/v1/metrics',
        metricsOf(news, { debounceMs: settings.debounce.value, nowNs: host.nowNs(), version }),
      );
    },
    async flush() {
      const late = new Promise<void>((done) => setTimeout(done, FLUSH_MS).unref());
      await Promise.race([Promise.allSettled([...open]), late]);
    },
  };
}

function spansOf(report: FileReport, host: Host, version: string): Span[] {
  const { path, digest, reason, verdict, timeline = [] } = report;
  const [first] = timeline;
  const last = timeline.at(-1);
  if (!first || !last) return [];
  const traceId = host.randomHex(16);
  const rootId = host.randomHex(8);
  const anchorNs = host.nowNs() - nanoseconds(host.monotonicMs());
  const span = (
    name: string,
    stage: { startMs: number; endMs: number },
    attributes: Span['attributes'],
  ): Span => ({
    traceId,
    spanId: host.randomHex(8),
    parentSpanId: rootId,
    name,
    kind: 'internal',
    startNs: anchorNs + nanoseconds(stage.startMs),
    endNs: anchorNs + nanoseconds(stage.endMs),
    attributes,
    events: [],
    links: [],
    status: { code: 'unset', message: '' },
    resource: { attributes: new Map([['service.name', 'spanwright']]) },
    scope: { name: 'spanwright.watch', version },
  });
  const facts = new Map([
    ['path', path],
    ['hash', digest ?? ''],
    ['reason', reason],
    ['verdict', verdict],
  ]);
  const root = span('watch.file_changed', { startMs: first.startMs, endMs: last.endMs }, facts);
  const stages = timeline.flatMap((each) => {
    const known = spanNames[each.stage];
    const value = each.stage === 'lookup' ? (digest ?? '') : path;
    return known ? [span(known.name, each, new Map([[known.attribute, value]]))] : [];
  });
  return [{ ...root, spanId: rootId, parentSpanId: undefined }, ...stages];
}

function nanoseconds(ms: number): bigint {
  return BigInt(Math.round(ms * 1_000_000));
}

interface MetricContext {
  readonly debounceMs: number;
  readonly nowNs: bigint;
  readonly version: string;
}

function metricsOf(cycle: CycleEvent, { debounceMs, nowNs, version }: MetricContext) {
  const { timings, cache, reports } = cycle;
  const lookups = cache.hits + cache.misses;
  const rate = lookups === 0 ? 0 : cache.hits / lookups;
  const timeUnixNano = nowNs.toString();
  const point = (value: number, attributes: Readonly<Record<string, string>> = {}) => ({
    timeUnixNano,
    asDouble: value,
    attributes: Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } })),
  });
  const gauge = (name: string, unit: string, ...dataPoints: ReturnType<typeof point>[]) => ({
    name,
    unit,
    gauge: { dataPoints },
  });
  const total = (name: string, ...dataPoints: ReturnType<typeof point>[]) => ({
    name,
    // 1 is delta, 2 cumulative (opentelemetry-proto, metrics.proto).
    sum: { aggregationTemporality: name.startsWith('cache.') ? 2 : 1, isMonotonic: true, dataPoints },
  });
  const metrics = [
    gauge('watch.dev_loop_latency_ms', 'ms', point(cycle.ms)),
    gauge('watch.debounce_window_ms', 'ms', point(debounceMs)),
    gauge('watch.batched_events_per_window', '1', point(cycle.causes.length + cycle.moreCauses)),
    gauge('watch.cache_hit_rate', '1', point(rate)),
    gauge(
      'watch.validation_duration_ms',
      'ms',
      ...Object.entries(timings).map(([stage, ms]) => point(ms, { stage })),
    ),
    gauge('cache.hit_rate', '1', point(rate)),
    gauge('cache.miss_rate', '1', point(lookups === 0 ? 0 : 1 - rate)),
    gauge('cache.memory_usage_bytes', 'By', point(cache.bytes)),
    total('cache.evictions_total', point(cache.evictions)),
    ...(reports.length > 0
      ? [total('watch.file_changes_total', ...reports.map(({ path }) => point(1, { path })))]
      : []),
  ];
  return {
    resourceMetrics: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'spanwright' } }] },
        scopeMetrics: [{ scope: { name: 'spanwright.watch', version }, metrics }],
      },
    ],
  };
}
