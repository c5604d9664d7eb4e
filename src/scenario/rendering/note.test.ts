import { describe, expect, it } from 'vitest';
import { printDiagnostics } from '../../diagnostic/index.ts';
import { loadSample } from './sample.ts';

/** Notes on the first diagnostic. */
const notes = (text: string, files: Record<string, string> = {}) =>
  loadSample(text, { files }).diagnostics[0]?.related;

describe('what is wrong after rendering', () => {
  const rest = '[[scenario]]\nname = "one"\nrun = "true"\n';

  it('shows the line that a tag made, with its number there', () => {
    const text = `{% for port in ["abc"] %}\n[meta]\nname = "a"\n[limits]\nmemory_mb = "{{ port }}"\n{% endfor %}${rest}`;
    expect(notes(text)).toEqual([
      {
        message: 'rendered as line 5: memory_mb = "abc"',
        place: { file: 'shop.span.toml.njk', line: 5, column: 13, length: 12 },
      },
    ]);
  });

  it('is not shown twice where the line is as it was written', () => {
    expect(notes(`[meta]\nname = {{ 1 }}\nnome = "a"\n${rest}`)?.[0]?.message).toBe(
      'rendered as line 2: name = 1',
    );
    expect(notes(`[meta]\nnome = "a"\nname = "{{ "a" }}"\n${rest}`)).toBeUndefined();
  });

  it('shows a literal line whose number is another one', () => {
    const text = `{% for i in [1, 2] %}# {{ i }}\n{% endfor %}[meta]\nname = 1\n${rest}`;
    expect(notes(text)?.[0]?.message).toBe('rendered as line 4: name = 1');
  });

  it('is placed in the file that it stands in, with the calls that led there', () => {
    const files = { '/project/limits.toml': '[limits]\nmemory_mb = "{{ mb }}"\n' };
    const text = `[vars]\nmb = "much"\n[meta]\nname = "a"\n{% include "limits.toml" %}${rest}`;
    expect(loadSample(text, { files }).diagnostics).toMatchObject([
      {
        place: { file: 'limits.toml', line: 2, column: 13 },
        related: [
          { message: 'through include `limits.toml`', place: { file: 'shop.span.toml.njk', line: 5 } },
          { message: 'rendered as line 6: memory_mb = "much"', place: { file: 'limits.toml', line: 2 } },
        ],
      },
    ]);
  });

  it('is cut around its place where it is long', () => {
    const text = `[meta]\nname = "a"\nlist = [${'"aaaaaaaaaa", '.repeat(30)}"{{ "x" }}"]\n${rest}`;
    const [message = ''] = (notes(text) ?? []).map((each) => each.message);
    expect(message.length).toBeLessThan(130);
    expect(message).toMatch(/^rendered as line 3: .*…$/);
  });

  it('is one line to people, below the line of the template', () => {
    const text = `[vars]\nport = "abc"\n[meta]\nname = "a"\n[limits]\nmemory_mb = "{{ port }}"\n${rest}`;
    const shown = printDiagnostics(loadSample(text).diagnostics, { source: () => text, color: false });
    expect(shown).toBe(`error[SW3002]: \`memory_mb\` is the text "abc"
 --> shop.span.toml.njk:6:13
  |
6 | memory_mb = "{{ port }}"
  |             ^^^^^^^^^^^^
  expected: an integer of at least 1
  note: rendered as line 6: memory_mb = "abc"
`);
  });
});
