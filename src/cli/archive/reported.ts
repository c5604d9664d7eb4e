import { diffTraces, findingsOf, traceFromText } from '../../diff/index.ts';
import type { ScenarioRecord } from '../../event/index.ts';
import type { Evidence } from '../../executor/index.ts';
import { systemReason } from '../../host/index.ts';
import { outcomeOf, type ReportedBaseline, type ReportedTrace } from '../../report/index.ts';
import type { Trace } from '../../trace/index.ts';
import type { CommandContext } from '../context.ts';
import { shownPath } from '../files/say.ts';
import { baselinePath } from './baseline.ts';

type Surroundings = Pick<CommandContext, 'host' | 'project'>;

/** What an attempt left, for reports that show spans; the baseline is read when a report asks for it. */
export function reportedTrace(
  { id, attempt, trace, record }: Pick<Evidence, 'id' | 'attempt' | 'trace' | 'record'>,
  around: Surroundings,
): ReportedTrace {
  const passed = outcomeOf(record) === 'passed';
  return { id, attempt, passed, trace, baseline: () => besideBaseline(record, trace, around) };
}

function besideBaseline(
  record: ScenarioRecord,
  trace: Trace,
  around: Surroundings,
): ReportedBaseline | undefined {
  const { host, project } = around;
  const path = baselinePath(record, around);
  const file = shownPath(path, host.cwd);
  try {
    const bytes = host.files.read(path);
    if (!bytes) return undefined;
    const { trace: before, parsed } = traceFromText(new TextDecoder().decode(bytes));
    const [problem] = parsed.problems;
    if (problem) return { file, compared: problem.message };
    const diff = diffTraces(before, trace, { ignore: ignoredBy(project) });
    return { file, compared: { name: record.id, diff, findings: findingsOf(diff.pair) } };
  } catch (error) {
    return { file, compared: systemReason(error) };
  }
}

/** What the project leaves out of every comparison; the commands that compare can be told so themselves. */
function ignoredBy(project: Surroundings['project']): readonly string[] {
  const value = project?.settings.get('trace.ignore')?.value;
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
