import type { ScenarioRecord } from '../../event/index.ts';
import type { Plan } from '../../plan/index.ts';

/** A control that did not come out as it has to. */
export interface BadControl {
  readonly name: string;
  readonly why: string;
}

/**
 * The controls that are not red by the one rule that their tag names, and by nothing else. This looks at records, not at
 * what expectations say of them: an evaluator that finds everything good cannot find itself good.
 */
export function badControls(plan: Plan, records: readonly ScenarioRecord[]): BadControl[] {
  const found = new Map(records.map((record) => [record.id, record]));
  return plan.scenarios.flatMap(({ id, name, tags: [rule = ''] }) => {
    const why = objection(found.get(id), rule);
    return why === undefined ? [] : [{ name, why }];
  });
}

function objection(record: ScenarioRecord | undefined, rule: string): string | undefined {
  if (!record || record.skipped !== undefined) return 'it was not run';
  if (record.verdict !== 'failed') return `it came out as ${record.verdict}`;
  const red = record.findings.filter(({ outcome }) => outcome === 'failed');
  const other = red.find((finding) => !finding.rule.startsWith(rule));
  if (other) return `${other.rule} failed, not only ${rule}`;
  return undefined;
}
