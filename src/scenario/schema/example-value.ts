import { parseToml } from '../toml/index.ts';
import { plainValue } from './check/plain.ts';
import type { AnyValue } from './dsl.ts';

/** The value that an example stands for. Throws where the schema declares an example that is not a TOML value. */
export function exampleValue(example: string): AnyValue {
  const entry = parseToml({ file: 'example', text: `value = ${example}\n` }).root?.entries.get('value');
  if (!entry) throw new Error(`the example is not a TOML value: ${example}`);
  return plainValue(entry.value);
}
