import type { EditedFile } from '../document.ts';
import { type Occurrence, occurrencesIn } from '../names/occurrences.ts';

/** Every span name that files speak of, those of `[[expect.span]]` first. `except` is being typed, and no name yet. */
export function spanNames(files: readonly EditedFile[], except?: Occurrence): readonly string[] {
  const spans = spansIn(files, except);
  const declared = spans.filter(({ role }) => role === 'declaration');
  return [...new Set([...declared, ...spans].map(({ name }) => name))];
}

/** Span names that something refers to and nothing expects. */
export function undeclaredSpans(files: readonly EditedFile[], except?: Occurrence): readonly string[] {
  const spans = spansIn(files, except);
  const declared = new Set(spans.filter(({ role }) => role === 'declaration').map(({ name }) => name));
  return [...new Set(spans.map(({ name }) => name))].filter((name) => !declared.has(name));
}

function spansIn(files: readonly EditedFile[], except: Occurrence | undefined): readonly Occurrence[] {
  return files.flatMap(occurrencesIn).filter((each) => each.kind === 'span' && each !== except);
}
