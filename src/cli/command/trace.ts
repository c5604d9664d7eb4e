import { join } from 'node:path';
import { type Diagnostic, diagnostic, EXIT, type Place } from '../../diagnostic/index.ts';
import { diffTraces, findingsOf } from '../../diff/index.ts';
import { type ComparedTraces, printTraceDiff, redact, secretsOf, traceDiffJson } from '../../report/index.ts';
import type { Trace } from '../../trace/index.ts';
import { idsOf, readRun, runsDir } from '../archive/open.ts';
import { type NamedTraces, ofRun, openTraces } from '../archive/traces.ts';
import type { Command, CommandContext } from '../context.ts';
import type { commands } from '../options/table.ts';

type TraceContext = CommandContext<typeof commands.trace.options>;

/** `spanwright trace diff OLD NEW`: two traces beside each other. */
export const trace: Command<typeof commands.trace.options> = async (context) => {
  const { settings, terminal, host, complain } = context;
  const sides = openSides(context);
  if ('code' in sides) {
    complain([sides]);
    return EXIT.invalid;
  }
  const pairs = pairUp(sides, context);
  if ('code' in pairs) {
    complain([pairs]);
    return EXIT.nothingSelected;
  }
  const history = pairs.some(({ id }) => id !== undefined) ? earlierTraces(sides, context) : [];
  const compared = pairs.map(({ name, id, before, after }): ComparedTraces => {
    const diff = diffTraces(before, after, { ignore: settings.ignore.value });
    const earlier = history.flatMap((each) => (id === undefined ? [] : (each.traces.get(id) ?? [])));
    return { name, diff, findings: findingsOf(diff.pair, earlier) };
  });
  const isJson = settings.format.value === 'json';
  const text = isJson ? traceDiffJson(compared) : printTraceDiff(compared, terminal.out);
  // A file of spans may hold what the environment keeps secret.
  terminal.out.write(redact(text, secretsOf(host.env)));
  const differs = compared.some(({ diff, findings }) => diff.differences.length + findings.length > 0);
  return differs ? EXIT.failed : EXIT.passed;
};

interface Sides {
  readonly before: NamedTraces;
  readonly after: NamedTraces;
}

function openSides(context: TraceContext): Sides | Diagnostic {
  const { value, origin } = context.settings.diff;
  const [action, old, now, ...more] = value;
  if (action !== 'diff') return usage(`there is no \`spanwright trace ${action}\``, origin.places[0]);
  if (old === undefined || now === undefined)
    return usage('`spanwright trace diff` takes two sides', origin.places[0]);
  if (more.length > 0) return usage('`spanwright trace diff` takes two sides, no more', origin.places[3]);
  const before = openTraces(old, origin.places[1], context);
  if ('code' in before) return before;
  const after = openTraces(now, origin.places[2], context);
  return 'code' in after ? after : { before, after };
}

function usage(message: string, place: Place | undefined): Diagnostic {
  return diagnostic({ code: 'SW0007', message, place, expected: 'spanwright trace diff OLD NEW' });
}

interface Pair {
  readonly name: string;
  /** Of the scenario; undefined where files of spans are compared. */
  readonly id: string | undefined;
  readonly before: Trace;
  readonly after: Trace;
}

/** By scenario, where both sides have it; what stands alone on its side goes with what stands alone on the other. */
function pairUp({ before, after }: Sides, { settings: { only } }: TraceContext): Pair[] | Diagnostic {
  const selected = ({ traces }: NamedTraces) =>
    [...traces].filter(([id]) => only.value.length === 0 || only.value.some((text) => id.includes(text)));
  const [old, now] = [selected(before), selected(after)];
  const others = new Map(now);
  const pairs = old.flatMap(([id, trace]): Pair[] => {
    const other = others.get(id);
    return other ? [{ name: id, id, before: trace, after: other }] : [];
  });
  if (pairs.length > 0) return pairs;
  const [[oldName, first] = [], [newName, second] = []] = [old[0], now[0]];
  if (first && second && old.length === 1 && now.length === 1) {
    const id = [oldName, newName].find((each) => each?.includes('::'));
    return [{ name: `${oldName} -> ${newName}`, id, before: first, after: second }];
  }
  return diagnostic({
    code: 'SW6135',
    message: `${before.shown} and ${after.shown} have no scenario in common`,
    hint: `${listing(old)} on the one side, ${listing(now)} on the other`,
  });
}

function listing(traces: readonly (readonly [string, Trace])[]): string {
  const names = traces.slice(0, 3).map(([id]) => id);
  return names.length === 0 ? 'nothing' : names.join(', ') + (traces.length > names.length ? ', …' : '');
}

/** The project's own recorded runs, newest first, without the two that are compared. */
function earlierTraces(sides: Sides, context: TraceContext): NamedTraces[] {
  const { host, settings } = context;
  const runs = runsDir(context);
  const compared = [sides.before.runId, sides.after.runId];
  const ids = idsOf(runs, host).filter((id) => !compared.includes(id));
  const wanted = settings.history.value === 0 ? [] : ids.slice(-settings.history.value);
  return wanted.flatMap((id) => {
    const traces = ofRun(readRun(join(runs, id, 'run.spw'), undefined, host));
    // One that cannot be read has nothing to tell; that it is damaged is said when it is asked for.
    return 'code' in traces ? [] : [traces];
  });
}
