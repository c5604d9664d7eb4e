import type { Diagnostic } from '../../diagnostic/index.ts';
import type { Dependency, LineMap, Rendered, Uses, ValueMap } from '../../render/index.ts';
import { type Axes, axesOf, unusedAxis } from '../matrix/axes.ts';
import { type Axis, type Combined, combine } from '../matrix/combine.ts';
import type { Combination } from '../matrix/label.ts';
import type { Found } from '../matrix/merge.ts';
import { madeOfMatrix } from '../variables/circle.ts';
import { lateNodes, type Node, nodesOf } from '../variables/node.ts';
import { isIn, namesIn, type OwnTables, ownTablesOf } from '../variables/own-tables.ts';
import { settle } from '../variables/settle.ts';
import { OwnValues } from '../variables/values.ts';
import { fail, type Settling } from '../variables/working.ts';
import { RenderSession } from './session.ts';
import type { TemplateSurroundings } from './surroundings.ts';

/** One text that a file renders to. */
export interface Rendering {
  /** The values of `[matrix]` that it was rendered with; undefined without a matrix. */
  readonly combination: Combination | undefined;
  readonly text: string;
  readonly map: LineMap;
}

/** The variables that a template has to do with. */
export interface VariableUse {
  /** Names that it looks up, or mentions in a branch that was not taken. */
  readonly used: ReadonlySet<string>;
  /** Names that its own `[vars]` give a value to, used or not. */
  readonly declared: ReadonlySet<string>;
}

export interface RenderedFile {
  /** One for each combination of `[matrix]`, one for a file without; none when anything is an error. */
  readonly renderings: readonly Rendering[];
  /** What was found in each combination, in the order of the renderings. */
  readonly found: readonly Found[];
  /** About the file as a whole. */
  readonly diagnostics: readonly Diagnostic[];
  /** The other files that were read or looked for, sorted by path. */
  readonly dependencies: readonly Dependency[];
  readonly uses: Uses;
  readonly variables: VariableUse;
}

/**
 * Renders a template with the variables that its surroundings and its own tables give it, once for each combination of
 * its `[matrix]`. Bounded in all, however many combinations there are.
 */
export function renderFile(file: string, text: string, surroundings: TemplateSurroundings): RenderedFile {
  const session = new RenderSession(file, text, surroundings);
  const start = begin(session);
  const combined = combine(start.isFaulty ? start.axes.map(firstOnly) : start.axes);
  session.budget.expect(combined.length);
  const outcomes = renderEach(combined, start, session);
  const unused = start.isFaulty ? [] : start.axes.filter(({ name }) => !session.isUsed('matrix', name));
  // clnrm never reads the table, so one that its template does not use either changes nothing.
  const isExpanded = start.axes.length > 0 && (session.native || unused.length < start.axes.length);
  const kept = isExpanded ? outcomes : outcomes.slice(0, 1);
  const found = kept.map(({ combination, diagnostics }) => ({
    combination: isExpanded ? combination : undefined,
    diagnostics,
  }));
  const isWrong = start.isFaulty || found.some(({ diagnostics }) => diagnostics.some(isError));
  return {
    renderings: isWrong
      ? []
      : kept.map(({ rendered }, index) => renderingOf(rendered, found[index]?.combination)),
    found,
    diagnostics: [
      ...start.diagnostics,
      ...(isWrong ? [] : unused.map((axis) => unusedAxis(axis, session.native))),
    ],
    dependencies: session.dependencies(),
    uses: session.uses(),
    variables: { used: session.usedVariables(), declared: start.declared },
  };
}

/** What is known of a file before any combination of its matrix is looked at. */
interface Start extends Axes {
  readonly own: OwnTables;
  readonly known: OwnValues;
  /** What has to be worked out for each combination. */
  readonly late: readonly Node[];
  readonly declared: ReadonlySet<string>;
  /** The matrix cannot be expanded. One combination still shows what else is wrong. */
  readonly isFaulty: boolean;
}

function begin(session: RenderSession): Start {
  const { text } = session;
  const own = ownTablesOf(text);
  const nodes = nodesOf(own, { text, parse: session.parse, given: session.givenNames() });
  const depending = lateNodes(nodes);
  const known = new OwnValues();
  settle(
    nodes.filter((node) => !depending.has(node)),
    settlingOf({ session, own, known, matrix: new Map() }),
  );
  const isOfMatrix = ({ ids }: Node) => namesIn('matrix', ids).size > 0;
  const late = [...depending].filter((node) => !isOfMatrix(node));
  for (const node of depending) if (isOfMatrix(node)) fail(node, [madeOfMatrix(node, session)], known);
  const { axes, diagnostics } = axesOf(known.matrix);
  // What has no place among the axes must not be reported once more wherever it is used.
  for (const { name } of known.matrix) {
    if (!axes.some((axis) => axis.name === name)) known.failed.set(`matrix.${name}`, []);
  }
  const isFaulty = diagnostics.length > 0 || [...known.failed.keys()].some((id) => isIn(id, 'matrix'));
  const declared = namesIn(
    'vars',
    own.units.flatMap(({ ids }) => [...ids]),
  );
  return { own, known, late, declared, axes, diagnostics, isFaulty };
}

interface Outcome {
  readonly combination: Combination;
  readonly rendered: Rendered;
  readonly diagnostics: readonly Diagnostic[];
}

/** When nothing more may be rendered, the last outcome says so, and the rest is left out. */
function renderEach(combined: readonly Combined[], start: Start, session: RenderSession): readonly Outcome[] {
  const outcomes: Outcome[] = [];
  for (const { combination, values } of combined) {
    const known = new OwnValues(start.known);
    settle(start.late, settlingOf({ session, own: start.own, known, matrix: values }));
    const { rendered, diagnostics } = session.renderWhole(known, values);
    outcomes.push({
      combination,
      rendered,
      diagnostics: diagnostics.map((each) => shared(each, combined.length)),
    });
    if (session.budget.isSpent()) break;
  }
  return outcomes;
}

/** A bound that a file alone would not reach. */
function shared(diagnostic: Diagnostic, combinations: number): Diagnostic {
  const isBound = diagnostic.code === 'SW1202' || diagnostic.code === 'SW1203';
  if (!isBound || combinations === 1) return diagnostic;
  const hint = `all ${combinations} combinations of the matrix share one bound: take values away, or split the file`;
  return { ...diagnostic, hint };
}

interface SettlingInput {
  readonly session: RenderSession;
  readonly own: OwnTables;
  readonly known: OwnValues;
  /** What `matrix` is. */
  readonly matrix: ValueMap;
}

function settlingOf({ session, own, known, matrix }: SettlingInput): Settling {
  const { file, text, parse, place, budget } = session;
  const render = (part: string) => session.renderPart(part, known, matrix);
  return { file, text, own, known, parse, place, render, isSpent: () => budget.isSpent() };
}

function renderingOf({ text, map }: Rendered, combination: Combination | undefined): Rendering {
  if (text === undefined) throw new Error('a rendering without text has no error');
  return { combination, text, map };
}

function firstOnly({ name, values, place }: Axis): Axis {
  return { name, values: values.slice(0, 1), place };
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}
