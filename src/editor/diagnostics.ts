import {
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
  type Diagnostic as ProtocolDiagnostic,
  type Range,
} from 'vscode-languageserver-protocol';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Code, Place, Severity } from '../diagnostic/index.ts';
import type { ReportedDiagnostic } from '../validate/index.ts';
import { placesIn } from './place.ts';

/** A file that diagnostics are about, as the editor knows it. */
export interface DiagnosedFile {
  /** As it is named in places. */
  readonly file: string;
  readonly uri: string;
  readonly lines: TextDocument;
}

export interface DiagnosticOptions {
  /** Another file that a place names: its URI, and its text where it can be had. */
  readonly other: (file: string) => { readonly uri: string; readonly lines: TextDocument | undefined };
  /** Where the diagnosed file names the template that leads to another file, such as at an `{% include %}`. */
  readonly mention: (file: string) => Range | undefined;
  /** Where the long text of a code is found; undefined where nowhere. */
  readonly docs: (code: Code) => string | undefined;
  /** Whether the editor shows related places; else they become part of the message. */
  readonly related: boolean;
  /** Whether the editor knows tags. */
  readonly tags: boolean;
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/** Codes about something that could be left out, which editors show faded. */
const unnecessary: ReadonlySet<Code> = new Set([
  'SW3020',
  'SW4131',
  'SW4132',
  'SW4135',
  'SW4136',
  'SW4137',
  'SW4153',
  'SW4154',
  'SW5006',
  'SW5106',
]);

/** Diagnostics of one file as the protocol has them, in the order given. */
export function protocolDiagnostics(
  found: readonly ReportedDiagnostic[],
  subject: DiagnosedFile,
  options: DiagnosticOptions,
): ProtocolDiagnostic[] {
  const locate = locator(subject, options);
  return found.map((each) => protocolDiagnostic(each, subject, { ...options, locate }));
}

type Locate = (place: Place) => { readonly uri: string; readonly range: Range };

/** Finds the ranges of places; the lines of each file are looked through once. */
function locator(subject: DiagnosedFile, { other }: DiagnosticOptions): Locate {
  const known = new Map<string, Locate>();
  known.set(subject.file, locateIn(subject.uri, subject.lines));
  return (place) => {
    const locate = known.get(place.file) ?? otherFile(place.file);
    known.set(place.file, locate);
    return locate(place);
  };

  function otherFile(file: string): Locate {
    const { uri, lines } = other(file);
    return locateIn(uri, lines);
  }
}

function locateIn(uri: string, lines: TextDocument | undefined): Locate {
  const rangeOf = lines ? placesIn(lines) : roughly;
  return (place) => ({ uri, range: rangeOf(place) });
}

/** For a file whose text cannot be had. */
function roughly({ line, column, length }: Place): Range {
  return {
    start: { line: line - 1, character: column - 1 },
    end: { line: line - 1, character: column - 1 + length },
  };
}

interface Translation extends DiagnosticOptions {
  readonly locate: Locate;
}

function protocolDiagnostic(
  found: ReportedDiagnostic,
  subject: DiagnosedFile,
  { locate, mention, docs, related, tags: withTags }: Translation,
): ProtocolDiagnostic {
  const notes = notesOf(found, subject, locate);
  const tags = withTags ? tagsOf(found) : [];
  const href = docs(found.code);
  return {
    range: shownRange(found, subject, { locate, mention }),
    severity: severities[found.severity],
    code: found.code,
    ...(href !== undefined && { codeDescription: { href } }),
    source: 'spanwright',
    message: messageOf(found, related ? [] : notes),
    ...(tags.length > 0 && { tags }),
    ...(related && notes.length > 0 && { relatedInformation: notes }),
  };
}

/** What happened, then what would have been right and what to do. */
function messageOf(
  { message, expected, hint }: ReportedDiagnostic,
  notes: readonly DiagnosticRelatedInformation[],
) {
  return [
    message,
    ...(expected === undefined ? [] : [`expected: ${expected}`]),
    ...(hint === undefined ? [] : [`hint: ${hint}`]),
    ...notes.map((note) => `note: ${note.message} (line ${note.location.range.start.line + 1})`),
  ].join('\n');
}

/**
 * Where a diagnostic is shown in the file it was found for: at its place, or, if that lies in an included file, at the
 * tag that leads there.
 */
function shownRange(
  found: ReportedDiagnostic,
  { file }: DiagnosedFile,
  { locate, mention }: Pick<Translation, 'locate' | 'mention'>,
): Range {
  const own = placeOf(found);
  if (own?.file === file) return locate(own).range;
  const way = found.related?.findLast((each) => each.file === file);
  const named = own && !way ? mention(own.file) : undefined;
  return named ?? locate(way ?? { file, line: 1, column: 1, length: 1 }).range;
}

function placeOf({ file, line, column, length }: ReportedDiagnostic): Place | undefined {
  if (file === undefined || line === undefined || column === undefined) return undefined;
  return { file, line, column, length: length ?? 1 };
}

function notesOf(
  found: ReportedDiagnostic,
  { file }: DiagnosedFile,
  locate: Locate,
): DiagnosticRelatedInformation[] {
  const own = placeOf(found);
  const elsewhere = own && own.file !== file ? [{ ...own, message: `the place in ${own.file}` }] : [];
  return [...elsewhere, ...(found.related ?? [])].map((each) => ({
    message: each.message,
    location: locate(each),
  }));
}

function tagsOf({ code, severity }: ReportedDiagnostic): DiagnosticTag[] {
  // In clnrm files an unknown key is passed over.
  if (unnecessary.has(code) || (code === 'SW3003' && severity === 'warning'))
    return [DiagnosticTag.Unnecessary];
  return code === 'SW3017' ? [DiagnosticTag.Deprecated] : [];
}
