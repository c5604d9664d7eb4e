import { relative, resolve } from 'node:path';
import { type Diagnostic, diagnostic, EXIT, type ExitCode } from '../../diagnostic/index.ts';
import type { RunRecord, ScenarioRecord } from '../../event/index.ts';
import type { Setting } from '../config/settings.ts';
import type { Command, CommandContext } from '../context.ts';
import type { commands } from '../options/table.ts';
import { alreadyGreen, neverRed, notRed } from '../red-green/faults.ts';
import { type Entry, readStates, type States, wasRed, withEntry, writeStates } from '../red-green/history.ts';
import { printStates } from '../red-green/print.ts';
import { claimsOf, type State, stateOf } from '../red-green/states.ts';
import { perform, projectDirOf } from '../run/perform.ts';
import { type Prepared, prepare } from '../run/prepare.ts';
import { preview } from '../run/preview.ts';
import { record as recordBaselines } from './record.ts';

type RedGreenContext = CommandContext<(typeof commands)['red-green']['options']>;

/** `spanwright red-green [PATHS] --expect red|green`: a run that has to come out so, and what scenarios were before. */
export const redGreen: Command<(typeof commands)['red-green']['options']> = async (context) => {
  const { settings, host, terminal, complain } = context;
  const misused = misusedOptions(context);
  if (misused.length > 0) {
    complain(misused);
    return EXIT.invalid;
  }
  const read = readStates(projectDirOf(context), host);
  const states: States = 'code' in read ? new Map() : read;
  if ('code' in read) complain([read]);
  const { value: wanted } = settings.expect;
  if (wanted === undefined) {
    terminal.out.write(printStates(states));
    return 'code' in read ? EXIT.undecided : EXIT.passed;
  }
  const prepared = prepare(context);
  if (typeof prepared === 'number') return prepared;
  if (settings['dry-run'].value) return preview(prepared, context);
  const { record, code } = await perform(prepared, context);
  if (!record || record.interrupted) return code;
  const seen = see(record, prepared, states, context);
  // What cannot be read is left as it is, for somebody to look at.
  const unkept =
    'code' in read ? undefined : writeStates(remember(seen, record, states), projectDirOf(context), host);
  const outcome =
    wanted === 'red' ? expectRed(seen, context) : await expectGreen(seen, code, { prepared, context });
  const faults = [...outcome.faults, ...(unkept ? [unkept] : [])];
  if (faults.length > 0) complain(faults);
  return outcome.code;
};

/** A scenario as it came out of the run. */
interface Seen {
  readonly record: ScenarioRecord;
  readonly state: State;
  /** `FILE::NAME`, with the file as it is in the project. */
  readonly key: string;
  readonly claims: string;
  /** What it was in earlier runs. */
  readonly before: readonly Entry[];
}

interface Outcome {
  readonly code: ExitCode;
  readonly faults: readonly Diagnostic[];
}

function see({ scenarios }: RunRecord, { plan }: Prepared, states: States, context: RedGreenContext): Seen[] {
  const claims = claimsOf(plan);
  return scenarios.map((record) => {
    const key = keyOf(record, context);
    return {
      record,
      state: stateOf(record),
      key,
      claims: claims.get(record.id) ?? '',
      before: states.get(key) ?? [],
    };
  });
}

/** The same wherever the command is given. */
function keyOf({ file, name }: ScenarioRecord, context: RedGreenContext): string {
  const path = relative(projectDirOf(context), resolve(context.host.cwd, file));
  return `${path.replaceAll('\\', '/')}::${name}`;
}

function remember(seen: readonly Seen[], { runId, startedAt }: RunRecord, states: States): States {
  const next = new Map(states);
  for (const { key, state, claims, before } of seen) {
    if (state !== 'open') next.set(key, withEntry(before, { state, runId, at: startedAt, claims }));
  }
  return next;
}

/** Red is what is judged and false. What passes already shows nothing, and what was not judged neither. */
function expectRed(seen: readonly Seen[], { settings, terminal }: RedGreenContext): Outcome {
  const green = seen.filter(({ state }) => state === 'green');
  const open = seen.filter(({ state }) => state === 'open');
  const faults = [
    ...green.map(({ record }) => alreadyGreen(record)),
    ...open.map(({ record }) => notRed(record)),
  ];
  if (faults.length === 0 && !settings.quiet.value) {
    terminal.out.write(`${amount(seen.length)} red, as expected: build it, then run with --expect green\n`);
  }
  return { code: green.length > 0 ? EXIT.failed : open.length > 0 ? EXIT.undecided : EXIT.passed, faults };
}

interface Around {
  readonly prepared: Prepared;
  readonly context: RedGreenContext;
}

/** `code` is that of the run, which says what is not green. */
async function expectGreen(
  seen: readonly Seen[],
  code: ExitCode,
  { prepared, context }: Around,
): Promise<Outcome> {
  const { settings, terminal } = context;
  const isStrict = settings['require-red'].value;
  const faults = seen.flatMap(({ state, record, before, claims }): Diagnostic[] => {
    const earlier = wasRed(before, claims);
    if (state !== 'green' || earlier === 'same') return [];
    const fault = neverRed(record, earlier);
    return [isStrict ? { ...fault, severity: 'error' } : fault];
  });
  if (code !== EXIT.passed) return { code, faults };
  if (isStrict && faults.length > 0) return { code: EXIT.failed, faults };
  const proved = seen.filter(({ state }) => state === 'green').length - faults.length;
  if (proved > 0 && !settings.quiet.value) terminal.out.write(`${amount(proved)} green after red\n`);
  return { code: settings.baseline.value ? await makeBaselines(prepared, context) : code, faults };
}

/** As `spanwright record` makes them, of the run that has just been kept. */
async function makeBaselines({ plan }: Prepared, context: RedGreenContext): Promise<ExitCode> {
  const setting = <T>(value: T): Setting<T> => ({ value, origin: { kind: 'flag', places: [] } });
  return await recordBaselines({
    ...context,
    settings: {
      only: setting(plan.scenarios.map(({ id }) => id)),
      run: setting('latest'),
      ignore: setting([]),
    },
  });
}

function misusedOptions({ settings }: RedGreenContext): Diagnostic[] {
  const { expect, baseline, record } = settings;
  const onlyGreen = (['require-red', 'baseline'] as const).filter(
    (name) => settings[name].value && expect.value !== 'green',
  );
  const unrecorded = baseline.value && !record.value ? [baselineOfNothing(record)] : [];
  return [
    ...onlyGreen.map((name) =>
      diagnostic({
        code: 'SW0028',
        message: `--${name} says more of what is expected to be green`,
        place: settings[name].origin.places[0],
        hint: 'add --expect green',
      }),
    ),
    ...unrecorded,
  ];
}

function baselineOfNothing({ origin }: Setting<boolean>): Diagnostic {
  return diagnostic({
    code: 'SW0009',
    message: 'baselines are made of the record of the run, and it is not to be kept',
    place: origin.places[0],
    hint: 'leave out --no-record or --baseline',
  });
}

function amount(count: number): string {
  return `${count} ${count === 1 ? 'scenario' : 'scenarios'}`;
}
