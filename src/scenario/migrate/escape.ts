import type { Diagnostic, Place } from '../../diagnostic/index.ts';
import type { KeyPath } from '../path.ts';
import { parsePlaceholders, placeholderForms } from '../placeholder.ts';
import { type ScenarioFile, scenarioFile } from '../schema/file.ts';
import { textsWith } from '../schema/texts.ts';
import { locate, parseToml } from '../toml/index.ts';

const roots = new Set(placeholderForms.map(({ form }) => form.slice(0, form.indexOf('.'))));

/**
 * The model with `$${` for `${` in each text where the check of its printed form found an unknown placeholder (SW4005).
 * clnrm replaces nothing at run time, so there it is plain text. What a shell reads is not at fault, and stays.
 */
export function escapeUnknown(
  model: ScenarioFile,
  printed: string,
  diagnostics: readonly Diagnostic[],
): ScenarioFile {
  const faults = diagnostics.flatMap(({ code, place }) => (code === 'SW4005' && place ? [place] : []));
  const { root } = parseToml({ file: '', text: printed });
  if (!root || faults.length === 0) return model;
  let escaped: unknown = model;
  for (const { text, path } of textsWith('${', scenarioFile, { value: model, path: [] })) {
    const { value } = locate(root, path);
    if (faults.some((fault) => isIn(fault, value))) escaped = withText(escaped, path, escapeText(text));
  }
  // Only texts were replaced, and by texts.
  return escaped as ScenarioFile;
}

function isIn(inner: Place, outer: Place): boolean {
  if (inner.line !== outer.line) return false;
  return inner.column >= outer.column && inner.column < outer.column + outer.length;
}

function escapeText(text: string): string {
  const parts = parsePlaceholders(text).map((part) => {
    if (part.kind === 'text') return part.text.replaceAll('${', () => '$${');
    return part.kind === 'placeholder' && roots.has(part.root) ? part.text : `$${part.text}`;
  });
  return parts.join('');
}

function withText(value: unknown, [step, ...rest]: KeyPath, text: string): unknown {
  if (step === undefined) return text;
  if (Array.isArray(value))
    return value.map((item, index) => (index === step ? withText(item, rest, text) : item));
  const entries = Object.entries(value as object);
  return Object.fromEntries(
    entries.map(([key, item]) => [key, key === step ? withText(item, rest, text) : item]),
  );
}
