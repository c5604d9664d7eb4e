import type { Backend, CommandOutcome, Sandbox } from '../../backend/index.ts';
import { type Diagnostic, diagnostic, nearest } from '../../diagnostic/index.ts';
import type { Plan } from '../../plan/index.ts';
import type { Receiver, TelemetryScope } from '../../telemetry/index.ts';
import { createTrace } from '../../trace/index.ts';
import type { Parts } from '../run/execute.ts';

// Spanwright, broken on purpose, to see that its self-test finds it. Each fault is of the worst kind: nothing crashes and
// nothing is reported. They are planted into the self-test's own run and nowhere else: what its steps call is whole, and
// no other command knows the variable.

/** Names the part that is to be broken. For the tests of Spanwright only. */
export const BREAK_VARIABLE = 'SPANWRIGHT_BREAK';

export interface Fault {
  readonly name: string;
  readonly parts: Parts;
  readonly plan: (plan: Plan) => Plan;
}

const faults: readonly Fault[] = [
  { name: 'receiver', parts: { receiver: losingSpans }, plan: (plan) => plan },
  { name: 'process', parts: { backend: pretending }, plan: (plan) => plan },
  { name: 'evaluator', parts: {}, plan: blindToSpans },
];

/** The fault that the environment asks for; undefined for none, a diagnostic for one that does not exist. */
export function faultIn(env: Readonly<Record<string, string | undefined>>): Fault | Diagnostic | undefined {
  const wanted = env[BREAK_VARIABLE];
  if (!wanted) return undefined;
  const names = faults.map(({ name }) => name);
  const meant = nearest(wanted, names);
  return (
    faults.find(({ name }) => name === wanted) ??
    diagnostic({
      code: 'SW0007',
      message: `${BREAK_VARIABLE} cannot be "${wanted}"`,
      expected: `one of ${names.join(', ')}`,
      hint: meant && `did you mean "${meant}"?`,
    })
  );
}

/** Answers every sender that all is well, and keeps nothing of what it was sent. */
function losingSpans(receiver: Receiver): Receiver {
  const losing = (scope: TelemetryScope): TelemetryScope => ({
    ...scope,
    stats: () => ({ ...scope.stats(), spans: 0, missingParents: 0 }),
    trace: () => createTrace({ spans: [], own: scope.trace().own }),
  });
  return {
    httpUrl: receiver.httpUrl,
    unclaimed: 0,
    openScope: async (options) => losing(await receiver.openScope(options)),
    close: () => receiver.close(),
  };
}

/** Says of every step that it ended well, and runs none. */
function pretending(backend: Backend): Backend {
  const { kind, isolation, noNetwork } = backend;
  return {
    kind,
    isolation,
    noNetwork,
    open: async (options) => withoutSteps(await backend.open(options)),
  };
}

const nothing = { text: '', bytes: 0, omittedBytes: 0 };
const pretended: CommandOutcome = {
  end: { kind: 'exited', code: 0 },
  stdout: nothing,
  stderr: nothing,
  durationMs: 1,
  leaked: false,
};

function withoutSteps(sandbox: Sandbox): Sandbox {
  return {
    dir: sandbox.dir,
    containerHost: sandbox.containerHost,
    guessesHost: sandbox.guessesHost,
    allocatePorts: (count) => sandbox.allocatePorts(count),
    offer: (ports) => sandbox.offer?.(ports),
    exec: async () => pretended,
    start: (spec, signal) => sandbox.start(spec, signal),
    close: (options) => sandbox.close(options),
  };
}

/** Reads `[[expect.span]]` and judges nothing by it, as clnrm's `run` did. */
function blindToSpans(plan: Plan): Plan {
  const scenarios = plan.scenarios.map((scenario) => ({
    ...scenario,
    expectations: scenario.expectations.map(({ base, expectations }) => ({
      base,
      expectations: { ...expectations, span: undefined },
    })),
  }));
  return { ...plan, scenarios };
}
