import type { SpanExpectation } from '../../scenario/index.ts';
import type { Span } from '../../trace/index.ts';
import { boundHolds, describeBound } from '../bound.ts';
import { type Edit, setTo } from '../edit.ts';
import type { Subject } from '../subject.ts';
import { counted, quote } from '../words.ts';
import type { Clause } from './clause.ts';

/** Events by exact name. */
export function eventClauses({ events }: SpanExpectation): Clause[] {
  const namesOf = (span: Span) => span.events.map((event) => event.name);
  return nameClauses({ key: 'events', any: events?.any, all: events?.all, namesOf });
}

/** Links by the exact name of the span they lead to; a link to a span that was not received has no name. */
export function linkClauses({ links }: SpanExpectation): Clause[] {
  const namesOf: NamesOf = (span, subject) => span.links.flatMap((link) => subject.linked(link)?.name ?? []);
  const clauses = nameClauses({ key: 'links', any: links?.any, all: links?.all, namesOf });
  const count = links?.count;
  if (count === undefined) return clauses;
  const path = ['links', 'count'];
  return [
    ...clauses,
    {
      rule: '.links.count',
      path,
      label: 'links.count',
      expected: describeBound(count),
      holds: (span) => boundHolds(count, span.links.length),
      actual: (span) => counted(span.links.length, 'link'),
      edit: (span) => ({ kind: 'set', path, to: `{ eq = ${span.links.length} }` }),
    },
  ];
}

type NamesOf = (span: Span, subject: Subject) => readonly string[];

interface NameClauses {
  readonly key: 'events' | 'links';
  readonly any: readonly string[] | undefined;
  readonly all: readonly string[] | undefined;
  readonly namesOf: NamesOf;
}

function nameClauses({ key, any, all, namesOf }: NameClauses): Clause[] {
  const actual = (span: Span, subject: Subject) => describeNames(key, namesOf(span, subject));
  const clauses: Clause[] = [];
  if (any !== undefined)
    clauses.push({
      rule: `.${key}.any`,
      path: [key, 'any'],
      label: `${key}.any`,
      expected: `one of ${any.map(quote).join(', ')}`,
      holds: (span, subject) => namesOf(span, subject).some((name) => any.includes(name)),
      actual,
      edit: (span, subject) => listEdit([key, 'any'], namesOf(span, subject)),
    });
  if (all !== undefined)
    clauses.push({
      rule: `.${key}.all`,
      path: [key, 'all'],
      label: `${key}.all`,
      expected: all.map(quote).join(', '),
      holds: (span, subject) => missing(all, namesOf(span, subject)).length === 0,
      actual,
      edit(span, subject) {
        const lacking = missing(all, namesOf(span, subject));
        return listEdit([key, 'all'], missing(all, lacking));
      },
    });
  return clauses;
}

function missing(wanted: readonly string[], present: readonly string[]): string[] {
  return wanted.filter((name) => !present.includes(name));
}

function describeNames(key: 'events' | 'links', names: readonly string[]): string {
  const distinct = [...new Set(names)].sort();
  if (distinct.length === 0) return key === 'events' ? 'no events' : 'no links to received spans';
  return distinct.map(quote).join(', ');
}

function listEdit(path: readonly string[], names: readonly string[]): Edit | undefined {
  const distinct = [...new Set(names)].sort();
  return distinct.length === 0 ? { kind: 'remove', path } : setTo(path, distinct);
}
