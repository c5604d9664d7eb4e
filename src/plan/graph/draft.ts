import type { Diagnostic } from '../../diagnostic/index.ts';
import { isTemplateText } from '../../render/index.ts';
import { check, parseToml, type ScenarioFile, scenarioFile } from '../../scenario/index.ts';

/** References that lead nowhere or in a circle: what keeps a file from loading, and what a graph is looked at for. */
const REFERENCES = /^SW400[234]$/;

/**
 * The model of a file that is refused for its references only, `diagnostics` being what was said of it; undefined where
 * anything else is wrong, or where the text is a template.
 */
export function draftModel(
  input: { readonly file: string; readonly content: string | Uint8Array },
  diagnostics: readonly Diagnostic[],
): Pick<ScenarioFile, 'scenario' | 'service'> | undefined {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (!errors.every(({ code }) => REFERENCES.test(code))) return undefined;
  const { file, content } = input;
  const source = typeof content === 'string' ? content : new TextDecoder().decode(content);
  if (isTemplateText(source)) return undefined;
  const { root } = parseToml({ file, text: content });
  // What is wrong has been said, and shorthands, which are unknown here, say nothing about references.
  const model = root && check(scenarioFile, root, { dialect: 'clnrm', source, report: () => {} });
  // Where a shorthand stands for the steps, there are none yet, whatever the type says.
  const scenarios = model?.scenario?.map((each) => ({ ...each, steps: each.steps ?? [] }));
  return scenarios && { scenario: scenarios, service: model?.service };
}
