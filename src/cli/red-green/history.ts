import { join } from 'node:path';
import { type Diagnostic, diagnostic } from '../../diagnostic/index.ts';
import { type Host, systemReason } from '../../host/index.ts';
import { makeOwnFolder } from '../files/own.ts';
import { shownPath } from '../files/say.ts';
import type { State } from './states.ts';

/** What a scenario was in one run. */
export interface Entry {
  readonly state: Exclude<State, 'open'>;
  readonly runId: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** See `claimsOf`. */
  readonly claims: string;
}

/** Of each scenario what it was, oldest first. Keys are `FILE::NAME` with the file as it is in the project. */
export type States = ReadonlyMap<string, readonly Entry[]>;

const FORMAT = 1;
/** Of each scenario; a change of state or of what is claimed is an entry, runs that come to the same are one. */
const KEPT = 20;
/** Nobody has so many scenarios; reading more would take longer than a run. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Where the states of a project are kept. */
export function statesPath(projectDir: string): string {
  return join(projectDir, '.spanwright', 'red-green.json');
}

/** Nothing where there is none; a diagnostic for something else than {@link writeStates} wrote. */
export function readStates(projectDir: string, host: Host): States | Diagnostic {
  const path = statesPath(projectDir);
  try {
    if ((host.files.stat(path)?.size ?? 0) > MAX_BYTES) return unusable(path, 'it is too large', host);
    const bytes = host.files.read(path);
    if (!bytes) return new Map();
    const states = statesFrom(JSON.parse(new TextDecoder().decode(bytes)));
    return states ?? unusable(path, `it is not of format ${FORMAT}`, host);
  } catch (error) {
    return unusable(path, systemReason(error), host);
  }
}

/** Writes them whole; a diagnostic where they cannot be. */
export function writeStates(states: States, projectDir: string, host: Host): Diagnostic | undefined {
  const path = statesPath(projectDir);
  try {
    makeOwnFolder(projectDir, host);
    const scenarios = Object.fromEntries([...states].sort(([a], [b]) => (a < b ? -1 : 1)));
    host.files.write(path, `${JSON.stringify({ format: FORMAT, scenarios }, undefined, 2)}\n`);
    return undefined;
  } catch (error) {
    return unusable(path, systemReason(error), host);
  }
}

/** With one more run. What comes to the same as the run before takes its place, so that the last change stays in view. */
export function withEntry(entries: readonly Entry[], entry: Entry): readonly Entry[] {
  const last = entries.at(-1);
  const isSame = last?.state === entry.state && last.claims === entry.claims;
  return [...(isSame ? entries.slice(0, -1) : entries), entry].slice(-KEPT);
}

/** Whether a scenario was red with the expectations it has now (`same`), only with others, or never. */
export function wasRed(entries: readonly Entry[], claims: string): 'same' | 'other' | 'never' {
  const red = entries.filter(({ state }) => state === 'red');
  if (red.some((entry) => entry.claims === claims)) return 'same';
  return red.length > 0 ? 'other' : 'never';
}

function statesFrom(value: unknown): States | undefined {
  const { format, scenarios } = tableOf(value);
  if (format !== FORMAT) return undefined;
  return new Map(
    Object.entries(tableOf(scenarios)).map(([key, list]) => [
      key,
      (Array.isArray(list) ? list : []).flatMap(entryFrom),
    ]),
  );
}

function entryFrom(value: unknown): Entry[] {
  const { state, runId, at, claims } = tableOf(value);
  if (state !== 'red' && state !== 'green') return [];
  return [{ state, runId: String(runId), at: String(at), claims: String(claims) }];
}

function tableOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function unusable(path: string, reason: string, { cwd }: Host): Diagnostic {
  return diagnostic({
    code: 'SW6146',
    message: `what scenarios were before cannot be kept in ${shownPath(path, cwd)}: ${reason}`,
    hint: 'check its permissions; a file that is damaged can be removed, and what was red before is then forgotten',
  });
}
