import {
  type CodeAction,
  CodeActionKind,
  type Diagnostic as ProtocolDiagnostic,
  type Range,
} from 'vscode-languageserver-protocol';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Place } from '../diagnostic/index.ts';
import type { ReportedDiagnostic } from '../validate/index.ts';
import { placesIn } from './place.ts';

/** A diagnostic as it was found and as it was shown. */
export interface ShownDiagnostic {
  readonly found: ReportedDiagnostic;
  readonly shown: ProtocolDiagnostic;
}

/** The file that diagnostics were shown for; `file` as it is named in places. */
export interface ActedFile {
  readonly file: string;
  readonly uri: string;
  readonly lines: TextDocument;
}

/** Corrections for the diagnostics that a range touches: their fixes, and the names that were likely meant. */
export function codeActions(all: readonly ShownDiagnostic[], range: Range, acted: ActedFile): CodeAction[] {
  const rangeOf = placesIn(acted.lines);
  return all
    .filter(({ shown }) => touches(shown.range, range))
    .flatMap(({ found, shown }) => {
      const correction = correctionOf(found, acted);
      if (!correction || correction.place.file !== acted.file) return [];
      const { title, text, place } = correction;
      return {
        title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [shown],
        isPreferred: true,
        edit: { changes: { [acted.uri]: [{ range: rangeOf(place), newText: text }] } },
      };
    });
}

function touches(a: Range, b: Range): boolean {
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

function isBefore(a: Range['start'], b: Range['start']): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}

interface Correction {
  readonly title: string;
  readonly text: string;
  readonly place: Place;
}

function correctionOf(found: ReportedDiagnostic, acted: ActedFile): Correction | undefined {
  const { fix } = found;
  if (fix) {
    const { file, line, column, length } = fix;
    return { title: fix.title, text: fix.text, place: { file, line, column, length } };
  }
  return nearMiss(found, acted);
}

const MEANT = /^did you mean (?:`([^`]+)`|"([^"]+)")\?/;
const QUOTED = /`([^`]+)`|"([^"]+)"/g;

/**
 * A name that was likely meant, put in place of the one that is there. Which part of the place is wrong, the message
 * says: it names it in quotes.
 */
function nearMiss(found: ReportedDiagnostic, { file, lines }: ActedFile): Correction | undefined {
  const [, code, text] = MEANT.exec(found.hint ?? '') ?? [];
  const meant = code ?? text;
  const { line, column, length } = found;
  if (meant === undefined || found.file !== file || line === undefined || column === undefined)
    return undefined;
  const place = { file, line, column, length: length ?? 1 };
  const written = lines.getText(placesIn(lines)(place));
  const wrong = [...found.message.matchAll(QUOTED)].map(([, a, b]) => a ?? b ?? '');
  const part = wrong.find((each) => each !== '' && written.split(each).length === 2);
  if (part === undefined) return undefined;
  const offset = written.indexOf(part);
  return {
    title: `Change to ${meant}`,
    text: meant,
    place: { ...place, column: column + offset, length: part.length },
  };
}
