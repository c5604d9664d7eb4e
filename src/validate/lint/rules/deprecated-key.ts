import type { Fix } from '../../../diagnostic/index.ts';
import type { Located, LocatedTable } from '../../../scenario/index.ts';
import { durationText } from '../duration-text.ts';
import { assignmentPlace, writing } from '../edit.ts';
import type { LintRule, LintSubject } from '../rule.ts';
import { fieldOf, type WrittenValue } from '../written.ts';

/** clnrm's spelling of a key that has a name of its own in native files. */
export const deprecatedKey: LintRule = {
  code: 'SW4501',
  name: 'deprecated-key',
  fixable: true,
  check(subject, report) {
    for (const value of subject.values) {
      const becomes = fieldOf(value)?.becomes;
      if (!becomes?.deprecated || !value.entry || !value.table) continue;
      const key = becomes.path.join('.');
      const text = inUnit(value.node, becomes.unit);
      const wanted = text === undefined ? key : `${key} = ${text}`;
      report({
        message: `\`${value.entry.key}\` is clnrm's spelling of \`${key}\``,
        place: value.entry.keyPlace,
        hint: `write \`${wanted}\``,
        fix: mayHold(value.table, becomes.path, value.node)
          ? fixOf(value, key, { text, subject })
          : undefined,
      });
    }
  },
};

/** A whole number of seconds or milliseconds as a duration; undefined where the value stays as it is. */
function inUnit(node: Located, unit: 'ms' | 's' | undefined): string | undefined {
  if (unit === undefined || node.kind !== 'integer') return undefined;
  return `"${durationText(Number(node.value) * (unit === 's' ? 1000 : 1))}"`;
}

interface Rewriting {
  readonly text: string | undefined;
  readonly subject: LintSubject;
}

function fixOf({ entry }: WrittenValue, key: string, { text, subject }: Rewriting): Fix | undefined {
  if (!entry) return undefined;
  if (text === undefined) return writing(entry.keyPlace, key);
  const place = assignmentPlace(entry, subject.raw);
  return place && writing(place, `${key} = ${text}`);
}

/**
 * Whether a dotted key can be added to a table: what is on its way has to be absent or made of dotted keys itself
 * (TOML, section Table). A header of its own can also go below another header.
 */
function mayHold(table: LocatedTable, path: readonly string[], node: Located): boolean {
  const isHeader = node.kind === 'table' && node.form === 'header';
  let at = table;
  for (const key of path) {
    const next = at.entries.get(key)?.value;
    if (next === undefined) return node.kind !== 'table' || node.form === 'inline' || isHeader;
    const open = isHeader ? ['header', 'implicit'] : ['dotted'];
    if (next.kind !== 'table' || !open.includes(next.form)) return false;
    at = next;
  }
  return false;
}
