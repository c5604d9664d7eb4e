import type { Change } from '../compare/change.ts';
import { type ChangeKind, changeKinds } from '../compare/kind.ts';
import { notComparedText } from './footer.ts';
import { type DiffReport, summaryText } from './report.ts';

/** GitHub refuses a comment that is longer. */
export const MAX_COMMENT = 65_536;
/** For the ends of sections, and for saying what is not shown. */
const RESERVED = 400;
/** One change never takes more; its line ends in an ellipsis then. */
const MAX_ENTRY = 2_000;

const sections: readonly {
  readonly title: string;
  readonly kinds: readonly ChangeKind[];
  readonly open: boolean;
}[] = [
  { title: 'Asks for less', kinds: ['removed', 'loosened'], open: true },
  { title: 'Cannot be compared', kinds: ['incomparable'], open: false },
  { title: 'Asks for more', kinds: ['tightened', 'added'], open: false },
  { title: 'Asks for the same', kinds: ['moved', 'equivalent'], open: false },
];

/**
 * A comment for a pull request: a table of how many changes mean what, and the changes themselves in sections to unfold,
 * those that weaken first. Never longer than {@link MAX_COMMENT} characters.
 */
export function formatMarkdown(report: DiffReport): string {
  const head = [
    `### Spanwright: ${summaryText(report)}`,
    '',
    `${code(report.old)} → ${code(report.new)}`,
    '',
  ];
  if (report.changes.length > 0) head.push(...table(report), '');
  const remarks = [
    ...report.notCompared.map(notComparedText),
    ...report.notes.map((note) => `note: ${note}`),
  ];
  const body = new Bounded(MAX_COMMENT - RESERVED);
  body.always(head);
  let hidden = 0;
  for (const remark of remarks) if (!body.add([`> ${code(remark)}`, ''])) hidden++;
  for (const section of sections) hidden += addSection(section, report.changes, body);
  if (hidden > 0) body.always([`${hidden} more; \`spanwright diff\` shows all of them.`, '']);
  return body.text();
}

function table({ summary }: DiffReport): string[] {
  const rows = changeKinds
    .filter((kind) => summary[kind] > 0)
    .map((kind) => `| ${kind} | ${summary[kind]} |`);
  return ['| what it means | changes |', '|---|---:|', ...rows];
}

/** How many changes there was no room for. */
function addSection(
  { title, kinds, open }: (typeof sections)[number],
  changes: readonly Change[],
  body: Bounded,
): number {
  const own = changes.filter(({ kind }) => kinds.includes(kind));
  if (own.length === 0) return 0;
  const summary = `<details${open ? ' open' : ''}><summary>${title} (${own.length})</summary>`;
  if (!body.add([summary, ''])) return own.length;
  let shown = 0;
  for (const change of own) {
    if (!body.add([entry(change)])) break;
    shown++;
  }
  body.always(['', '</details>', '']);
  return own.length - shown;
}

function entry({ kind, reason, path, placeAfter }: Change): string {
  const line = placeAfter ? `, line ${placeAfter.line}` : '';
  const where = path.slice(0, -1).map(code).join(' › ');
  const text = `- **${kind}** ${code(reason)}${where === '' ? '' : ` in ${where}`}${line}`;
  return text.length > MAX_ENTRY ? `- **${kind}** ${code(reason.slice(0, MAX_ENTRY / 2))}…` : text;
}

/** Text of others as code, so that no part of it is read as Markdown, HTML or a mention. */
function code(text: string): string {
  const line = text.toWellFormed().replace(/\s+/g, ' ').trim();
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  return line === '' ? '` `' : `${fence}${pad}${line}${pad}${fence}`;
}

/** Lines up to a number of characters. */
class Bounded {
  readonly #lines: string[] = [];
  readonly #most: number;
  #length = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** False, and nothing added, when there is no room for all of them. */
  add(lines: readonly string[]): boolean {
    const length = lines.reduce((sum, line) => sum + line.length + 1, 0);
    if (this.#length + length > this.#most) return false;
    this.always(lines);
    return true;
  }

  always(lines: readonly string[]): void {
    for (const line of lines) this.#length += line.length + 1;
    this.#lines.push(...lines);
  }

  text(): string {
    return `${this.#lines.join('\n').trimEnd()}\n`;
  }
}
