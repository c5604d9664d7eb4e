/**
 * How long after its last activity a service is judged. Measured through the built CLI: from the end of the last step
 * to the verdict, as the run's own events say, with the quickstart's services, which use the OpenTelemetry SDK as it
 * comes. An SDK left to its own defaults exports every 5,000 ms; the goal is 400 ms.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { printFigures } from './figures.ts';

const RUNS = 20;
const GOAL_MS = 400;
const root = fileURLToPath(new URL('..', import.meta.url));

interface Event {
  readonly type: string;
  readonly atMs: number;
}

function judgedAfterMs(): number {
  const output = execFileSync(
    process.execPath,
    ['bin/spanwright.js', 'run', 'examples/quickstart', '--reporter', 'ndjson', '--no-record'],
    { cwd: root, encoding: 'utf8' },
  );
  const events = output
    .trim()
    .split('\n')
    .map((line): Event => JSON.parse(line));
  const at = (type: string) => events.findLast((event) => event.type === type)?.atMs ?? Number.NaN;
  return at('scenarioFinished') - at('stepFinished');
}

printFigures('last step ended to verdict', Array.from({ length: RUNS }, judgedAfterMs), {
  unit: 'ms',
  goal: GOAL_MS,
});
