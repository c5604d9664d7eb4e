import { compilePattern, isPattern, type Step } from '../../scenario/index.ts';
import { parseJson } from '../../trace/index.ts';
import { selectValue } from '../json-path.ts';
import { attributeFromJson, textOf } from '../value.ts';
import { quote } from '../words.ts';

/** Where a captured value comes from, as the scenario file says it. */
export type Capture = NonNullable<Step['capture']>[string];

/**
 * Takes a value out of a step's output for later steps: the first group of a pattern, or its whole match where it has
 * no group or the group took no part; or what stands at a JSON path, arrays and objects as JSON text. The error says in
 * a few words why there is nothing to capture.
 */
export function captureValue(
  capture: Capture,
  output: { readonly stdout: string; readonly stderr: string },
): { readonly value: string } | { readonly error: string } {
  if (capture.stdout !== undefined) return captureMatch(capture.stdout, output.stdout, 'standard output');
  if (capture.stderr !== undefined) return captureMatch(capture.stderr, output.stderr, 'standard error');
  if (capture.json !== undefined) return captureJson(capture.json, output.stdout);
  return { error: 'the capture names neither stdout, stderr nor json' };
}

function captureMatch(source: string, text: string, stream: string): { value: string } | { error: string } {
  const pattern = compilePattern(source);
  if (!isPattern(pattern)) return { error: `${quote(source)} is no valid pattern: ${pattern.error}` };
  const match = pattern.exec(text);
  return match
    ? { value: match.groups[0] ?? match.text }
    : { error: `${quote(source)} does not match ${stream}` };
}

function captureJson(path: string, text: string): { value: string } | { error: string } {
  const parsed = parseJson(text);
  if (!parsed.ok) return { error: `standard output is not JSON: ${parsed.message}` };
  const selected = selectValue(parsed.value, path);
  switch (selected.kind) {
    case 'found':
      return { value: textOf(attributeFromJson(selected.value)) };
    case 'missing':
      return { error: `nothing stands at ${selected.at}` };
    case 'badPath':
      return { error: `${quote(path)} is no valid path: ${selected.error} at offset ${selected.offset}` };
    default:
      return selected satisfies never;
  }
}
