import { join } from 'node:path';
import type { Host } from '../../host/index.ts';
import type { ScenarioId } from '../../plan/index.ts';

/** Digests of what a scenario is made of, by what it is: `file PATH`, `template PATH`, `input PATH`, `scenario`, `tool`. */
export type Inputs = ReadonlyMap<string, string>;

/** Of all scenarios of a run. */
export type RunInputs = ReadonlyMap<ScenarioId, Inputs>;

const FORMAT = 1;
const NAME = 'inputs.json';

/** Writes them beside the record of a run, into its folder. Throws the system's error. */
export function writeInputs(folder: string, inputs: RunInputs, host: Host): void {
  const scenarios = Object.fromEntries([...inputs].map(([id, each]) => [id, Object.fromEntries(each)]));
  host.files.write(join(folder, NAME), `${JSON.stringify({ format: FORMAT, scenarios })}\n`);
}

/** What {@link writeInputs} wrote; undefined when it is not there or is something else. */
export function readInputs(folder: string, host: Host): RunInputs | undefined {
  try {
    const bytes = host.files.read(join(folder, NAME));
    const value: unknown = bytes && JSON.parse(new TextDecoder().decode(bytes));
    const { format, scenarios } = tableOf(value);
    if (format !== FORMAT) return undefined;
    return new Map(
      Object.entries(tableOf(scenarios)).map(([id, each]) => [
        // Compared with ids of a plan, and never made into one.
        id as ScenarioId,
        new Map(Object.entries(tableOf(each)).map(([key, digest]) => [key, String(digest)])),
      ]),
    );
  } catch {
    return undefined;
  }
}

function tableOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
