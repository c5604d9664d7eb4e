import {
  type Claim,
  type Completeness,
  createSubject,
  type Finding,
  judgeClaim,
  type Subject,
} from '../expect/index.ts';
import { createTrace, type Span, type Trace } from '../trace/index.ts';
import { type Changes, changesOf, isRead, mayTouch } from './changes.ts';
import { type Indexed, indexTrace } from './indexed.ts';
import type { Edit } from './mutant.ts';
import { overlaid } from './overlay.ts';
import { createReader, READ, type Reads } from './reads.ts';

/** One set of claims and the trace they are made of: a scenario's, or a file's over all its scenarios. */
export interface TraceClaims {
  readonly claims: readonly Claim[];
  readonly trace: Trace;
  readonly completeness: Completeness;
}

type Outcome = Finding['outcome'];

/** Claims made ready for many mutants of one trace. */
export interface MutantJudge {
  readonly given: TraceClaims;
  /** Of the recorded trace, claim by claim. */
  readonly outcomes: readonly Outcome[];
  readonly reads: readonly Reads[];
  /** The outcomes that an edit makes, by the position of the claim; those that stay as they are are left out. */
  after(edit: Edit): ReadonlyMap<number, Outcome>;
  /** Finds of other claims what they come to, on the recorded trace or with an edit. */
  ask(claims: readonly Claim[], edit?: Edit): readonly Finding[];
}

/**
 * What each claim reads of the recorded trace is noted once. A mutant is then judged by the claims that read something it
 * changes, on the recorded trace with the change laid over it; of all others the judgement is the one that is known.
 */
export function createMutantJudge(given: TraceClaims): MutantJudge {
  const { claims, trace, completeness } = given;
  const indexed = indexTrace(trace);
  const reader = createReader(trace);
  const known = claims.map((claim): Known => {
    const { outcome } = judgeClaim(claim, indexed.subject, completeness);
    const count = claim.parts?.kind === 'sum' ? claim.parts.count(indexed.subject) : 0;
    return { outcome, count, reads: reader.read(claim) };
  });

  const after = (edit: Edit): ReadonlyMap<number, Outcome> => {
    const found = new Map<number, Outcome>();
    const changes = changesOf(edit, indexed);
    const subject = overlaid(edit, changes, indexed);
    // Zero spans come before every other rule, whatever the rule reads.
    const isEmpty = trace.spans.length + edit.added.length === edit.removed.length;
    // Where spans share an id, what is found under it depends on all of them: then every claim is judged anew.
    const isWhole = isEmpty || indexed.hasTwins;
    const mutant: Judged = { edit, changes, subject, indexed, completeness };
    for (const [index, claim] of claims.entries()) {
      const before = known[index];
      if (!before) continue;
      const judged = isWhole
        ? judgeClaim(claim, subject, completeness).outcome
        : judgedAnew(claim, before, mutant);
      if (judged !== before.outcome) found.set(index, judged);
    }
    return found;
  };
  const ask = (others: readonly Claim[], edit?: Edit): readonly Finding[] => {
    const subject = edit ? overlaid(edit, changesOf(edit, indexed), indexed) : indexed.subject;
    return others.map((claim) => judgeClaim(claim, subject, completeness));
  };
  return {
    given,
    outcomes: known.map(({ outcome }) => outcome),
    reads: known.map(({ reads }) => reads),
    after,
    ask,
  };
}

/** A claim on the recorded trace. */
interface Known {
  readonly outcome: Outcome;
  readonly reads: Reads;
  /** What it counts there, if it counts. */
  readonly count: number;
}

interface Judged {
  readonly edit: Edit;
  readonly changes: Changes;
  readonly subject: Subject;
  readonly indexed: Indexed;
  readonly completeness: Completeness;
}

function judgedAnew(claim: Claim, known: Known, mutant: Judged): Outcome {
  const { changes, subject, indexed, completeness } = mutant;
  const { parts } = claim;
  const anew = (judged: Claim, by: Subject) => judgeClaim(judged, by, completeness).outcome;
  if (parts?.kind === 'sum') {
    // By whichever name it counts.
    const reads = { ...known.reads, bits: known.reads.bits | READ.name };
    const { was, is } = touchedBy(reads, mutant);
    if (was.length + is.length === 0) return known.outcome;
    const count = known.count - parts.count(subjectOf(was)) + parts.count(subjectOf(is));
    return anew({ ...claim, needsSpans: false, judge: () => parts.judge(count) }, subject);
  }
  if (parts && known.outcome === 'passed') {
    const { is } = parts.kind === 'each' ? touchedBy(known.reads, mutant) : ringsOf(mutant);
    return is.length === 0 ? known.outcome : anew(claim, subjectOf(is));
  }
  return mayTouch(changes, known.reads, indexed) ? anew(claim, subject) : known.outcome;
}

interface Touched {
  readonly was: readonly Span[];
  readonly is: readonly Span[];
}

/** The spans that may be another matter to a claim, as they were and as they are. */
function touchedBy(reads: Reads, { edit, changes, indexed }: Judged): Touched {
  const was = [...edit.removed];
  const is = [...edit.added];
  if (!isRead(changes.bits & reads.bits, changes, reads)) return { was, is };
  for (const [before, after] of edit.replaced) {
    const changed = changes.members.get(indexed.positionOf(before) ?? -1) ?? 0;
    if (!isRead(changed & reads.bits, changes, reads)) continue;
    was.push(before);
    is.push(after);
  }
  return { was, is };
}

/** With all their ancestors, the spans that have another parent: a new ring goes through one of them. */
function ringsOf({ edit, changes, subject }: Judged): Touched {
  const is = new Set<Span>();
  if (changes.moved.length + edit.added.length === 0) return { was: [], is: [] };
  const moved = edit.replaced.filter(([before, after]) => before.parentSpanId !== after.parentSpanId);
  for (const span of [...edit.added, ...moved.map(([, after]) => after)]) {
    for (let at: Span | undefined = span; at && !is.has(at); at = subject.trace.parentOf(at)) is.add(at);
  }
  return { was: [], is: [...is] };
}

function subjectOf(spans: readonly Span[]): Subject {
  return createSubject(createTrace({ spans, own: [] }));
}
