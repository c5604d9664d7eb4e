import { resolve } from 'node:path';
import { type Diagnostic, diagnostic, type Place } from '../../diagnostic/index.ts';
import { traceFromText } from '../../diff/index.ts';
import { systemReason } from '../../host/index.ts';
import { createTrace, type Trace } from '../../trace/index.ts';
import type { CommandContext } from '../context.ts';
import { shownPath } from '../files/say.ts';
import { isRunName, type KeptRun, openNamed, readRun } from './open.ts';

/** The traces that a name stands for: one to a scenario of a run, or one that is all of a file. */
export interface NamedTraces {
  readonly shown: string;
  /** By scenario id; a file that is no archive has one under its name. */
  readonly traces: ReadonlyMap<string, Trace>;
  /** Of a recorded run; undefined for a file of spans. */
  readonly runId: string | undefined;
}

type Surroundings = Pick<CommandContext, 'host' | 'project'>;

/**
 * Opens what a word of the command line names: a recorded run (`latest`, an id, an archive), or a file of spans in any form
 * traces are kept in, baselines among them. Lines that are no span are a diagnostic, and then nothing is used.
 */
export function openTraces(
  name: string,
  place: Place | undefined,
  around: Surroundings,
): NamedTraces | Diagnostic {
  const { host } = around;
  if (isRunName(name)) return ofRun(openNamed(name, place, around));
  const path = resolve(host.cwd, name);
  const shown = shownPath(path, host.cwd);
  const bytes = readBytes(path, shown, place, host);
  if ('code' in bytes) return bytes;
  // The first bytes of gzip: no text begins with them.
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return ofRun(readRun(path, place, host));
  const { trace, parsed } = traceFromText(new TextDecoder().decode(bytes));
  const [problem] = parsed.problems;
  if (!problem) return { shown, traces: new Map([[shown, trace]]), runId: undefined };
  return diagnostic({
    code: 'SW6134',
    message: `the trace cannot be read: ${problem.message}`,
    place: { file: shown, line: problem.line, column: 1, length: 1 },
    hint: 'OTLP/JSON, spans one to a line, Jaeger JSON and run archives (*.spw) can be read',
  });
}

/** The tested system's spans of every scenario of a run, as its last attempt left them. */
export function ofRun(kept: KeptRun | Diagnostic): NamedTraces | Diagnostic {
  if ('code' in kept) return kept;
  const { attempts, record } = kept.archive;
  const traces = new Map<string, Trace>();
  for (const { id, spans, own } of attempts) traces.set(id, createTrace({ spans, own }));
  return { shown: kept.shown, traces, runId: record.runId };
}

function readBytes(
  path: string,
  shown: string,
  place: Place | undefined,
  { files }: Surroundings['host'],
): Uint8Array | Diagnostic {
  try {
    const bytes = files.read(path);
    if (bytes) return bytes;
  } catch (error) {
    return diagnostic({ code: 'SW0011', message: `${shown} cannot be read: ${systemReason(error)}`, place });
  }
  return diagnostic({
    code: 'SW6133',
    message: `there is no recorded run and no file "${shown}"`,
    place,
    hint: 'name `latest`, the id of a run, an archive (*.spw) or a file of spans',
  });
}
