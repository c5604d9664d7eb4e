/**
 * Re-judging while one edits: from a save to the verdict by the last recorded run, which has 10,000 spans, as
 * `spanwright watch --judge --format json` tells it; the debounce of 50 ms included. Every save changes an expectation.
 * The goal is 120 ms for 95 of 100.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, start } from '../test/program.ts';
import { startWatching } from '../test/watch-rig.ts';
import { printEnvironment, printFigures } from './figures.ts';

const SPANS = 10_000;
const SAVES = 40;

/** Sends one trace of that many spans, a root and its children, as a service would. */
const SENDER = `
const spans = Array.from({ length: ${SPANS} }, (_, index) => ({
  traceId: '5b8efff798038103d269b633813fc60c',
  spanId: (index + 1).toString(16).padStart(16, '0'),
  ...(index > 0 && { parentSpanId: '0000000000000001' }),
  name: 'step ' + (index % 50),
  kind: 1,
  startTimeUnixNano: String(1544712660000000000n + BigInt(index) * 1000n),
  endTimeUnixNano: String(1544712661000000000n),
  attributes: [{ key: 'order.id', value: { intValue: String(index) } }],
}));
await fetch(process.env.OTEL_EXPORTER_OTLP_ENDPOINT + '/v1/traces', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ resourceSpans: [{ resource: { attributes: [] }, scopeSpans: [{ spans }] }] }),
});
`;

/** What is expected of all spans of a name, and of their number, which \`mark\` is. */
function scenario(mark: number): string {
  return `[meta]
name = "large"

[[scenario]]
name = "sends many spans"
run = "node send.mjs"

[[expect.span]]
name = "step 7"
attrs.all = { "order.id" = { gte = 7 } }
count = { eq = ${SPANS / 50} }

[expect.counts]
spans_total = { gte = ${mark} }
`;
}

const { path, remove } = makeFolder({ 'send.mjs': SENDER, 'large.span.toml': scenario(1) });
try {
  const { code, stdout, stderr } = await start(['run'], path).ended;
  if (code !== 0) throw new Error(`the run that is recorded ended with ${code}: ${stdout}${stderr}`);
  const watching = await startWatching(path, ['--judge']);
  const judged = () => watching.news.filter(({ type }) => type === 'judged').length;
  const samples: number[] = [];
  for (let save = 0; save < SAVES; save += 1) {
    const before = judged();
    const startMs = performance.now();
    writeFileSync(join(path, 'large.span.toml'), scenario(save + 2));
    await watching.until(() => judged() > before);
    samples.push(performance.now() - startMs);
  }
  watching.child.kill();
  await watching.ended;
  printEnvironment();
  // The first reads the recorded run.
  printFigures('save to judged again, 10,000 spans', samples.slice(1), { unit: 'ms', goal: 120 });
  printFigures('the first time, the recorded run read', samples.slice(0, 1), { unit: 'ms' });
} finally {
  remove();
}
