import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect } from 'vitest';
import { createProcessBackend } from '../backend/index.ts';
import { foldRun, type RunEvent, type RunRecord, type ScenarioRecord } from '../event/index.ts';
import { realHost } from '../host/index.ts';
import { createPlan, type ScenarioId } from '../plan/index.ts';
import { type LoadedFile, loadScenarioFile } from '../scenario/index.ts';
import { createReceiver, type Receiver } from '../telemetry/index.ts';
import { countMonitor, type Evidence, type ExecutorDeps, executePlan, rejudge } from './index.ts';

// Runs scenario files with real processes and a real receiver, for the tests of this folder.

const programs = fileURLToPath(new URL('../../test/fixtures/programs', import.meta.url));
const host = realHost();
let receiver: Receiver;

beforeAll(async () => {
  receiver = await createReceiver();
});
afterAll(() => receiver.close());

export function load(text: string, file = 'shop.span.toml'): LoadedFile {
  const { loaded, diagnostics } = loadScenarioFile({
    file,
    dir: programs,
    content: `[meta]\nname = "shop"\n${text}`,
  });
  if (!loaded) throw new Error(diagnostics.map((each) => each.message).join('\n'));
  return loaded;
}

export interface Options extends Partial<Pick<ExecutorDeps, 'policy' | 'signal' | 'backend'>> {
  readonly jobs?: number;
  readonly onEvent?: (event: RunEvent) => void;
}

export async function run(
  files: readonly LoadedFile[],
  options: Options = {},
): Promise<{ record: RunRecord; events: RunEvent[] }> {
  const events: RunEvent[] = [];
  const texts = new Map(files.map((file) => [file.file, file]));
  const unknown = { file: '', line: 1, column: 1, length: 1 };
  const plan = createPlan({ files, selection: { only: [], tags: [] } });
  const locate: ExecutorDeps['locate'] = ({ file }, path) => texts.get(file)?.locate(path) ?? unknown;
  const evidence = new Map<ScenarioId, Evidence>();
  await executePlan(plan, {
    host,
    keep: (each) => evidence.set(each.id, each),
    backend: options.backend ?? createProcessBackend(),
    receiver,
    emit: (event) => {
      events.push(event);
      options.onEvent?.(event);
    },
    signal: options.signal ?? new AbortController().signal,
    bounds: { slots: options.jobs ?? 2, containers: 10, memoryMb: 4096, cpuMillicores: 2000 },
    monitor: countMonitor,
    policy: options.policy ?? {},
    runId: host.randomHex(8),
    projectDir: programs,
    keepFailed: false,
    tool: 'spanwright test',
    locate,
  });
  const record = foldRun(events);
  // As an archive has it: of each scenario the record it was reported with.
  for (const each of record.scenarios) {
    const left = evidence.get(each.id);
    if (left) evidence.set(each.id, { ...left, record: each });
  }
  expectSameJudgement(record, rejudge(plan, { runId: record.runId, evidence }, { host, locate }), evidence);
  return { record, events };
}

/** Whatever these tests run, judging it again by what it left must come to the same. */
function expectSameJudgement(
  { scenarios }: RunRecord,
  again: readonly ScenarioRecord[],
  evidence: ReadonlyMap<ScenarioId, Evidence>,
): void {
  for (const [index, first] of scenarios.entries()) {
    // What was skipped or stopped early left nothing to judge it by.
    if (!evidence.has(first.id) || first.settle?.reason === 'cancelled') continue;
    const second = again[index];
    expect(second?.verdict).toBe(first.verdict);
    if (first.verdict !== 'error') expect(second?.findings).toEqual(first.findings);
    expect(second?.diagnostics).toEqual(first.diagnostics);
  }
}

export const verdicts = (record: RunRecord) =>
  Object.fromEntries(
    record.scenarios.map((each) => [each.name, each.skipped === undefined ? each.verdict : 'skipped']),
  );
