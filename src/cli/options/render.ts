import { boolean, text } from '../../scenario/index.ts';
import type { CommandEntry } from './command.ts';
import { list, toggle } from './entry.ts';
import { formatOption } from './format-option.ts';
import { templateVariables } from './variables.ts';

export const render = {
  summary: 'Show what a template renders to',
  description: [
    'Prints the TOML that the files given render to, once for each combination of a matrix. Nothing is executed, and what comes out is not checked: that is for `spanwright validate`. A file that is no template is printed as it is.',
    'Secrets of the environment are hidden. The exit code is 2 if a file cannot be rendered.',
  ],
  options: {
    file: list(text({ nonBlank: true, doc: 'A scenario file' }), {
      position: 'several',
      placeholder: 'file',
      suggests: 'file',
    }),

    map: toggle(
      boolean({
        doc: 'Before each line, show where in the template it comes from, through includes and macros',
      }),
    ),
    only: list(
      text({
        nonBlank: true,
        doc: 'Of files with a matrix, only the combinations that contain this text; may be repeated',
      }),
      { placeholder: 'TEXT', variable: 'SPANWRIGHT_RENDER_ONLY' },
    ),
    var: templateVariables,
    format: formatOption({ of: 'render', names: ['text', 'json'], fallback: 'text' }),
  },
  examples: [
    { line: 'spanwright render orders.span.toml.njk', says: 'The TOML' },
    { line: 'spanwright render orders.span.toml.njk --map', says: 'And where each line comes from' },
    {
      line: 'spanwright render orders.span.toml.njk --only os=linux',
      says: 'Some combinations of its matrix',
    },
    { line: 'spanwright render orders.span.toml.njk --var region=eu', says: 'With another value' },
  ],
} satisfies CommandEntry;
