import { type Diagnostic, diagnostic, EXIT, sortDiagnostics } from '../../diagnostic/index.ts';
import { redact, secretsOf } from '../../report/index.ts';
import type { Command, CommandContext } from '../context.ts';
import { findFile, type NamedPath } from '../files/discover.ts';
import { readText } from '../files/read.ts';
import { surroundingsOf } from '../files/surroundings.ts';
import { VariableBook } from '../files/variables.ts';
import type { commands } from '../options/table.ts';
import { outcomesAsJson } from '../render/json.ts';
import { labelOf, type Outcome, renderText } from '../render/outcome.ts';
import { outcomesAsText } from '../render/text.ts';

type RenderContext = CommandContext<typeof commands.render.options>;

/** `spanwright render FILES`: what templates render to. Nothing is executed, and what comes out is not checked. */
export const render: Command<typeof commands.render.options> = async (context) => {
  const { settings, host, terminal, project, complain } = context;
  const surroundings = surroundingsOf(context);
  const variables = new VariableBook();
  const outcomes = namedFiles(context).map((named): Outcome => {
    const found = findFile(named, host);
    if ('code' in found) return failed(named.text, [found]);
    const text = readText(found, host);
    if (typeof text !== 'string') return failed(found.shown, text);
    return variables.note(renderText(found.shown, text.replace(/^\ufeff/, ''), surroundings));
  });
  const selected = outcomes.map((outcome) => onlyOf(outcome, settings.only.value));
  const faults = outcomes.flatMap(({ diagnostics }) => diagnostics);
  const notes = variables.unused(settings.var, project);
  const isJson = settings.format.value === 'json';
  const text = isJson ? outcomesAsJson(selected) : outcomesAsText(selected, { map: settings.map.value });
  terminal.out.write(redact(text, secretsOf(host.env)));
  complain(sortDiagnostics(isJson ? notes : [...faults, ...notes]));
  if (faults.some(({ severity }) => severity === 'error')) return EXIT.invalid;
  if (selected.some(({ texts }) => texts.length > 0)) return EXIT.passed;
  complain([nothingSelected(outcomes, settings.only)]);
  return EXIT.nothingSelected;
};

function namedFiles({ settings: { file }, host }: RenderContext): NamedPath[] {
  return file.value.map((text, index) => ({ text, base: host.cwd, place: file.origin.places[index] }));
}

function failed(path: string, diagnostics: readonly Diagnostic[]): Outcome {
  return { path, texts: [], diagnostics, dependencies: [] };
}

/** Texts without a combination are always meant. */
function onlyOf(outcome: Outcome, only: readonly string[]): Outcome {
  const isMeant = (label: string | undefined) =>
    label === undefined || only.length === 0 || only.some((text) => label.includes(text));
  return { ...outcome, texts: outcome.texts.filter((each) => isMeant(labelOf(each))) };
}

function nothingSelected(outcomes: readonly Outcome[], only: RenderContext['settings']['only']): Diagnostic {
  const [first] = outcomes.flatMap(({ texts }) => texts);
  return diagnostic({
    code: 'SW0013',
    message: `no combination is selected by ${only.value.map((text) => `--only ${text}`).join(' ')}`,
    place: only.origin.places[0],
    hint: `a combination is such as ${(first && labelOf(first)) ?? '[os=linux]'}`,
  });
}
