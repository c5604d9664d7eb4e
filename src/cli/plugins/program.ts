/**
 * What runs in the process that a plugin in code is loaded in: it reads what is wanted from its standard input and writes one
 * line of JSON to descriptor 3, so whatever the plugin prints is in nobody's way. Kept as text, for a bundler would rewrite
 * the import.
 */
export const PROGRAM = `
import { readFileSync, writeSync } from 'node:fs';
const answer = (value) => writeSync(3, JSON.stringify(value));
const { specifier, parameters } = JSON.parse(readFileSync(0, 'utf8'));
let stage = 'load';
try {
  const plugin = (await import(specifier)).default;
  stage = 'shape';
  if (typeof plugin?.preset !== 'function') throw new Error('its default export has no function \`preset\`');
  stage = 'preset';
  const preset = plugin.preset(parameters);
  if (typeof preset?.then === 'function') throw new Error('\`preset\` is asynchronous; a preset is made at once');
  answer({ about: typeof plugin.about === 'string' ? plugin.about : undefined, preset });
} catch (error) {
  answer({ stage, code: error?.code, fault: error instanceof Error ? error.message : String(error) });
}
process.exit(0);
`;
