import { type CatalogueEntry, catalogue, diagnostic, EXIT, nearest } from '../../diagnostic/index.ts';
import type { Command } from '../context.ts';
import type { commands } from '../options/table.ts';
import { fold } from '../text.ts';

/** `spanwright explain [CODE]`: the catalogue's long text of one code, or the list of all. */
export const explain: Command<typeof commands.explain.options> = async ({ settings, terminal, complain }) => {
  const { value: asked, origin } = settings.code;
  if (asked === undefined) {
    terminal.out.write(listing());
    return EXIT.passed;
  }
  const found = entriesByCode.get(asked.toUpperCase());
  if (!found) {
    const meant = nearest(asked, entriesByCode.keys());
    complain([
      diagnostic({
        code: 'SW0014',
        message: `there is no diagnostic ${asked}`,
        place: origin.places[0],
        hint: meant ? `did you mean ${meant}?` : '`spanwright explain` lists all codes',
      }),
    ]);
    return EXIT.invalid;
  }
  terminal.out.write(explanation(asked.toUpperCase(), found));
  return EXIT.passed;
};

const entriesByCode = new Map<string, CatalogueEntry>(Object.entries(catalogue));

function listing(): string {
  return [...entriesByCode].map(([code, { title }]) => `${code}  ${title}\n`).join('');
}

function explanation(code: string, entry: CatalogueEntry): string {
  const parts = [`${code}: ${entry.title} (${entry.severity})`, fold(entry.text)];
  if (entry.bad) parts.push(`Wrong:\n\n${indented(entry.bad)}`);
  if (entry.good) parts.push(`Right:\n\n${indented(entry.good)}`);
  return `${parts.join('\n\n')}\n`;
}

function indented(example: string): string {
  return example.trimEnd().replace(/^(?=.)/gm, '    ');
}
