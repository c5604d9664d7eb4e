import { dirname, join } from 'node:path';
import { type Diagnostic, diagnostic } from '../../diagnostic/index.ts';
import { type RecordedRun, rejudge } from '../../executor/index.ts';
import { createLocate, createPlan } from '../../plan/index.ts';
import { loadRendered, type TemplateSurroundings } from '../../scenario/index.ts';
import { recordedRun } from '../archive/evidence.ts';
import { idsOf, readRun, runsDir } from '../archive/open.ts';
import type { CommandContext } from '../context.ts';
import { readContent } from '../files/read.ts';
import type { JudgedNews } from './news.ts';
import { scenarioNews } from './scenario-news.ts';

export interface JudgeOptions extends Pick<CommandContext, 'host' | 'project'> {
  /** As the project file has it now. */
  readonly surroundings: () => TemplateSurroundings;
}

/** A file that was checked and found to be without errors. */
interface Subject {
  readonly path: string;
  readonly shown: string;
}

/** How far back a run is looked for that has something to say about a file. */
const MAX_RUNS = 20;

interface Opened {
  readonly id: string;
  readonly files: ReadonlySet<string>;
  /** Undefined for one that is not the one in use: traces can be large. */
  run: RecordedRun | undefined;
}

/** Judges files by the last run that they were part of. The run is read once, for as long as it is the one in use. */
export function createJudge({ host, project, surroundings }: JudgeOptions) {
  const opened = new Map<string, Opened>();
  const runs = runsDir({ host, project });
  return { judge };

  function judge(subject: Subject): JudgedNews | Diagnostic {
    const beganMs = host.monotonicMs();
    const run = runOf(subject);
    if ('code' in run) return run;
    const content = readContent(subject, host);
    if ('code' in content) return content;
    const { path, shown } = subject;
    const { files, diagnostics } = loadRendered({ file: shown, dir: dirname(path), content }, surroundings());
    const fault = diagnostics.find(({ severity }) => severity === 'error');
    // Saved once more since it was checked: that save is judged in its turn.
    if (fault) return fault;
    const plan = createPlan({ files, selection: { only: [], tags: [] } });
    const records = rejudge(plan, run, {
      host,
      locate: createLocate(files),
    });
    const warnings = records.flatMap((record) => record.diagnostics.filter(({ code }) => code === 'SW6132'));
    return {
      type: 'judged',
      file: shown,
      runId: run.runId,
      scenarios: records.map(scenarioNews),
      warnings: [...new Set(warnings.map(({ message }) => message))],
      ms: host.monotonicMs() - beganMs,
    };
  }

  function runOf({ shown }: Subject): RecordedRun | Diagnostic {
    try {
      for (const id of idsOf(runs, host).reverse().slice(0, MAX_RUNS)) {
        const known = opened.get(id) ?? open(id);
        if (known?.files.has(shown)) return use(known);
      }
    } catch {
      // A folder that cannot be read holds no run for us.
    }
    return diagnostic({
      code: 'SW6133',
      message: `no recorded run has anything to say about ${shown}`,
      hint: 'run it once: spanwright run',
    });
  }

  /** Damaged archives are passed over, as if they were not there. */
  function open(id: string): Opened | undefined {
    const kept = readRun(join(runs, id, 'run.spw'), undefined, host);
    if ('code' in kept) return undefined;
    const { archive } = kept;
    const files = new Set(archive.record.scenarios.map(({ file }) => file));
    const known = { id, files, run: recordedRun(archive) };
    opened.set(id, known);
    return known;
  }

  function use(known: Opened): RecordedRun | Diagnostic {
    for (const each of opened.values()) if (each !== known) each.run = undefined;
    known.run ??= open(known.id)?.run;
    return known.run ?? diagnostic({ code: 'SW6133', message: `run ${known.id} cannot be read any more` });
  }
}
