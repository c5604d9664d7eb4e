import type { ScenarioRecord } from '../../event/index.ts';
import type { ScenarioNews } from './news.ts';

const SHOWN_PROBLEMS = 10;

/** The little of a scenario's record that a watch shows. */
export function scenarioNews(record: ScenarioRecord): ScenarioNews {
  const { id, name, file, place, verdict, skipped, durationMs, findings, diagnostics } = record;
  const broken = diagnostics.filter(({ severity }) => severity === 'error');
  const failed = findings.filter(({ outcome }) => outcome === 'failed');
  const open = findings.filter(({ outcome }) => outcome === 'undecided');
  // What broke explains why nothing could be judged, and what failed matters more than what could not be.
  const telling = [broken, failed, open].find((each) => each.length > 0) ?? [];
  return {
    id,
    name,
    file,
    place,
    outcome: skipped === undefined ? verdict : 'skipped',
    durationMs,
    problems: telling.slice(0, SHOWN_PROBLEMS).map((each) => ({ message: each.message, place: each.place })),
  };
}
