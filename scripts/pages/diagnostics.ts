import { type CatalogueEntry, catalogue } from '../../src/diagnostic/index.ts';
import { fenced, pageHead, table } from './markdown.ts';

/** By the first digit after SW. */
const families: Readonly<Record<string, string>> = {
  0: 'Usage and files',
  1: 'Templates',
  2: 'TOML',
  3: 'Schema',
  4: 'Semantics',
  5: 'Structure',
  6: 'Run',
  7: 'Telemetry',
  8: 'Expectations',
  9: 'Internal',
};

export function diagnosticsPage(): string {
  const entries = Object.entries<CatalogueEntry>(catalogue).sort(([a], [b]) => (a < b ? -1 : 1));
  const sections = Object.entries(families).flatMap(([digit, title]) => {
    const own = entries.filter(([code]) => code[2] === digit);
    return own.length > 0 ? [`## SW${digit}xxx: ${title}\n\n${own.map(section).join('\n')}`] : [];
  });
  const index = table(
    ['code', 'severity', 'title'],
    entries.map(([code, { severity, title }]) => [`[${code}](#${code.toLowerCase()})`, severity, title]),
  );
  return `${pageHead('Diagnostics', 'src/diagnostic/catalogue')}
Codes are permanent. \`spanwright explain CODE\` prints the same text.

${index}
${sections.join('\n')}`;
}

function section([code, { title, severity, text, bad, good }]: [string, CatalogueEntry]): string {
  const wrong = bad ? `\nWrong:\n\n${fenced('text', bad)}` : '';
  const right = good ? `\nRight:\n\n${fenced('text', good)}` : '';
  return `### ${code}\n\n**${title}** (${severity})\n\n${text}\n${wrong}${right}`;
}
