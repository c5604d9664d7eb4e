import { type Diagnostic, sortDiagnostics } from '../../diagnostic/index.ts';
import type { LineMap, Origin } from '../../render/index.ts';
import {
  combinationLabel,
  isTemplate,
  mergeCombinations,
  renderFile,
  type TemplateSurroundings,
  type VariableUse,
} from '../../scenario/index.ts';

/** One text of a file. */
export interface RenderedText {
  /** Such as `[os=linux]`; undefined without a matrix. */
  readonly combination: ReadonlyMap<string, string> | undefined;
  readonly text: string;
  /** Where each of its lines comes from. */
  readonly origins: readonly LineOrigin[];
}

export interface LineOrigin {
  readonly file: string;
  /** From 1, the column in UTF-16 units. */
  readonly line: number;
  readonly column: number;
  /** The calls that led there, innermost first. */
  readonly through: Origin['stack'];
}

/** What came of a file: texts, or errors. */
export interface Outcome {
  readonly path: string;
  readonly texts: readonly RenderedText[];
  readonly diagnostics: readonly Diagnostic[];
  /** Files that the template read or looked for, by their absolute paths. */
  readonly dependencies: readonly string[];
  readonly variables?: VariableUse | undefined;
}

/** Renders a file, or takes it as it is where it is no template. */
export function renderText(path: string, text: string, surroundings: TemplateSurroundings): Outcome {
  if (!isTemplate(path, text)) {
    const origins = linesOf(text).map((_, index) => ({
      file: path,
      line: index + 1,
      column: 1,
      through: [],
    }));
    return { path, texts: [{ combination: undefined, text, origins }], diagnostics: [], dependencies: [] };
  }
  const { renderings, diagnostics, found, dependencies, variables } = renderFile(path, text, surroundings);
  return {
    path,
    texts: renderings.map(({ combination, text: rendered, map }) => ({
      combination,
      text: rendered,
      origins: linesOf(rendered).map((line, index) => originOf(line, index + 1, { map, path })),
    })),
    diagnostics: sortDiagnostics([...diagnostics, ...mergeCombinations(path, found)]),
    dependencies: dependencies.filter(({ digest }) => digest !== undefined).map(({ file }) => file),
    variables,
  };
}

export function labelOf({ combination }: RenderedText): string | undefined {
  return combination && combinationLabel(combination);
}

/** Without their ends; the end of the last line begins no other. */
export function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => line.replace(/\r$/, ''));
}

/** Of the first character that is no space: what stands before it is seldom what is asked for. */
function originOf(text: string, line: number, { map, path }: { map: LineMap; path: string }): LineOrigin {
  const origin = map.originOf(line, Math.max(0, text.search(/\S/)) + 1);
  if (!origin) return { file: path, line: 1, column: 1, through: [] };
  return { file: origin.file, line: origin.line, column: origin.column, through: origin.stack };
}
