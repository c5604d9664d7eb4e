import { text } from '../../scenario/index.ts';
import { list } from './entry.ts';

/** Variables for templates, the same for every command that renders any. */
export const templateVariables = list(
  text({
    nonBlank: true,
    format: 'pair',
    doc: 'Give templates a variable, whatever their [vars] and the project file say; may be repeated',
  }),
  { placeholder: 'NAME=VALUE' },
);
