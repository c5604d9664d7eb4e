import { reporters } from '../../src/report/index.ts';
import { pageHead, table } from './markdown.ts';

export function reportersPage(): string {
  const rows = reporters.map(({ name, description, extension }) => [
    `\`${name}\``,
    description,
    `\`--reporter ${name}:report.${extension}\``,
  ]);
  return `${pageHead('Reporters', 'src/report/reporters.ts')}
\`--reporter NAME\` writes to standard output, \`--reporter NAME:FILE\` to a file, whole or not at all. The option may be
repeated; each report needs a place of its own.

${table(['name', 'what it is', 'to a file'], rows)}
Values of environment variables whose names speak of secrets are replaced by \`***\` in every report.
`;
}
