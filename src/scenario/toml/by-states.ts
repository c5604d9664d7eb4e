import type { Diagnostic, Place } from '../../diagnostic/index.ts';
import { type Document, MAX_PROBLEMS } from './document.ts';
import type { Limits } from './limits.ts';
import { LocatingParser } from './parser.ts';
import { resumeAfter } from './resume.ts';
import { Stop } from './stop.ts';

/**
 * Reads what is left of a document from the beginning of a statement, by the states of @iarna/toml. After a syntax
 * error, reading goes on at the next statement where that cannot lead to false errors.
 */
export function readByStates(document: Document, from: number, limits: Limits): void {
  let next: number | undefined = from;
  while (next !== undefined && document.problems.length < MAX_PROBLEMS) {
    next = readUntilError(document, next, limits);
  }
}

/** Reads on from an offset; returns where to resume after a syntax error, undefined at the end or when lost. */
function readUntilError(document: Document, from: number, limits: Limits): number | undefined {
  const parser = new LocatingParser(document, limits);
  try {
    parser.read(from);
    return undefined;
  } catch (stop) {
    if (!(stop instanceof Stop)) throw stop;
    const doubtful = document.doubtfulString;
    document.problems.push(doubtful === undefined ? stop.diagnostic : withDoubt(stop.diagnostic, doubtful));
    if (doubtful !== undefined || isLimit(stop.diagnostic)) return undefined;
    const { statement, offset } = parser.stoppedAt;
    const next = resumeAfter(document.text, statement, offset);
    if (next?.tableUnknown) document.loseTable(document.lines.place(statement, offset));
    return next?.offset;
  }
}

function isLimit({ code }: Diagnostic): boolean {
  return code === 'SW2023' || code === 'SW2024';
}

function withDoubt(problem: Diagnostic, doubtful: Place): Diagnostic {
  return {
    ...problem,
    related: [
      ...(problem.related ?? []),
      {
        message:
          'the closing quotes of this string may be missing, so that it ends where the next one begins',
        place: doubtful,
      },
    ],
  };
}
