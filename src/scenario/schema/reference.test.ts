import { describe, expect, test } from 'vitest';
import { scenarioReference } from './reference.ts';

const page = scenarioReference();

describe('scenario file reference', () => {
  test('every link leads to a heading', () => {
    const anchors = new Set([...page.matchAll(/^## (.+)$/gm)].map(([, title = '']) => anchorOf(title)));
    const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
    expect(links.length).toBeGreaterThan(50);
    expect(links.filter((anchor) => !anchors.has(anchor ?? ''))).toEqual([]);
  });

  test('shows type, default and meaning of a key', () => {
    expect(page).toContain(
      '| `grace` | duration | `"5s"` | From the first signal to SIGKILL; default `"5s"`. |',
    );
    expect(page).toContain('| **`name`** | text |  | Name, unique in the file. |');
  });

  test('says how each table is written', () => {
    expect(page).toMatch(
      /## Span expectation\n\nWritten as `\[\[scenario\.expect\.span\]\]`, `\[\[expect\.span\]\]`, or inline\./,
    );
  });

  test('sends older spellings to the current one', () => {
    expect(page).toContain('| `expected_exit_code` | integer | `expect.exit_code` |');
  });

  test('has as many cells in each row as its head', () => {
    const cells = (line: string) => line.replaceAll('\\|', '').split('|').length;
    const tables = page.split('\n\n').filter((part) => part.startsWith('| '));
    for (const [head = '', ...rows] of tables.map((table) => table.trimEnd().split('\n'))) {
      for (const row of rows) expect(cells(row), row).toBe(cells(head));
    }
  });
});

function anchorOf(title: string): string {
  return title.toLowerCase().replaceAll(' ', '-');
}
