import type { Diagnostic } from '../diagnostic/index.ts';
import { loadScenarioFile } from '../scenario/index.ts';
import { validateFile } from './validate-file.ts';

/** A snippet with what every file needs, appended so that lines stay as they are in the snippet. For tests. */
export function completed(snippet: string): string {
  const meta = snippet.includes('[meta]') ? '' : '[meta]\nname = "example"\n';
  return snippet + meta + (snippet.includes('[[scenario]]') ? '' : SCENARIO);
}

const SCENARIO = `[[scenario]]
name = "list files"
[[scenario.steps]]
command = ["ls"]
expect.stdout.contains = "README"
`;

/** Everything that loading and the rules say of a text. */
export function diagnose(content: string, file = 'example.span.toml'): Diagnostic[] {
  const { loaded, diagnostics } = loadScenarioFile({ file, dir: '/project', content });
  return [...diagnostics, ...(loaded ? validateFile(loaded) : [])];
}
