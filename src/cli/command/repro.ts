import { type Diagnostic, diagnostic, EXIT, type ExitCode } from '../../diagnostic/index.ts';
import { baselineText, diffTraces, findingsOf, traceFromText } from '../../diff/index.ts';
import { sha256 } from '../../digest/index.ts';
import type { Evidence } from '../../executor/index.ts';
import { type ComparedTraces, printTraceDiff, secretsOf } from '../../report/index.ts';
import { baselinePath } from '../archive/baseline.ts';
import { withoutSecrets } from '../archive/secrets.ts';
import type { Command, CommandContext } from '../context.ts';
import { shownPath } from '../files/say.ts';
import type { commands } from '../options/table.ts';
import { perform } from '../run/perform.ts';
import { prepare } from '../run/prepare.ts';
import { preview } from '../run/preview.ts';

type ReproContext = CommandContext<typeof commands.repro.options>;

/** `spanwright repro [PATHS]`: run again, and compare with the baselines. */
export const repro: Command<typeof commands.repro.options> = async (context) => {
  const prepared = prepare(context);
  if (typeof prepared === 'number') return prepared;
  if (context.settings['dry-run'].value) return preview(prepared, context);
  const last = new Map<string, Evidence>();
  const { record, code } = await perform(prepared, context, {
    onEvidence: (evidence) => last.set(evidence.id, evidence),
  });
  if (!record || code !== EXIT.passed) return code;
  const ran = record.scenarios.flatMap(({ id }) => last.get(id) ?? []);
  const outcomes = ran.map((evidence) => compare(evidence, context));
  const pairs = outcomes.filter((each) => 'diff' in each);
  if (pairs.length > 0) context.terminal.out.write(`\n${printTraceDiff(pairs, context.terminal.out)}`);
  for (const each of outcomes) if ('said' in each) context.terminal.out.write(each.said);
  const faults = outcomes.filter((each) => 'code' in each);
  if (faults.length > 0) context.complain(faults);
  return exitOf(
    pairs,
    outcomes.some((each) => 'said' in each && each.differs),
    faults,
  );
};

/** What comparing digests has to say. */
interface Digests {
  readonly said: string;
  readonly differs: boolean;
}

function compare(evidence: Evidence, context: ReproContext): ComparedTraces | Digests | Diagnostic {
  const { host, settings } = context;
  const { id, record } = evidence;
  // Baselines are made of archives, which hold no secrets.
  const trace = withoutSecrets(evidence.trace, secretsOf(host.env));
  const path = baselinePath(record, context);
  const bytes = host.files.read(path);
  if (!bytes) return noBaseline(evidence, shownPath(path, host.cwd));
  const text = Buffer.from(bytes).toString();
  if (settings['verify-digest'].value)
    return compareDigests(id, sha256(text), sha256(baselineText(trace, { ignore: settings.ignore.value })));
  const { trace: baseline, parsed } = traceFromText(text);
  if (parsed.problems.length > 0)
    return unreadable(shownPath(path, host.cwd), parsed.problems[0]?.message ?? '');
  const diff = diffTraces(baseline, trace, { ignore: settings.ignore.value });
  return { name: id, diff, findings: findingsOf(diff.pair) };
}

const SHOWN = 12;

function compareDigests(id: string, expected: string, actual: string): Digests {
  const differs = expected !== actual;
  const digests = differs
    ? `${expected.slice(0, SHOWN)} -> ${actual.slice(0, SHOWN)}`
    : actual.slice(0, SHOWN);
  return { said: `${differs ? 'differs' : 'same   '}  ${id}  ${digests}\n`, differs };
}

function exitOf(
  pairs: readonly ComparedTraces[],
  digestsDiffer: boolean,
  faults: readonly Diagnostic[],
): ExitCode {
  const differs = pairs.some(({ diff, findings }) => diff.differences.length + findings.length > 0);
  if (differs || digestsDiffer) return EXIT.failed;
  return faults.length > 0 ? EXIT.undecided : EXIT.passed;
}

function noBaseline({ id, record }: Evidence, path: string): Diagnostic {
  return diagnostic({
    code: 'SW6137',
    message: `${id} has no baseline at ${path}`,
    place: record.place,
    hint: 'make this run the baseline: spanwright record',
  });
}

function unreadable(file: string, reason: string): Diagnostic {
  return diagnostic({
    code: 'SW6134',
    message: `the baseline cannot be read: ${reason}`,
    place: { file, line: 1, column: 1, length: 1 },
    hint: 'make a new one: spanwright record',
  });
}
