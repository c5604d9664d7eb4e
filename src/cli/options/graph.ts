import { graphFormats } from '../../report/index.ts';
import type { CommandEntry } from './command.ts';
import { formatOption } from './format-option.ts';
import { scenarioPaths } from './paths.ts';
import { templateVariables } from './variables.ts';

export const graph = {
  summary: 'Show what scenarios, services and templates lead to',
  description: [
    'Draws the files given, or found in the folders given (*.span.toml and *.clnrm.toml): which scenarios and services depend on which, which services a scenario starts, in whose surroundings a step runs, which combinations a matrix has, and which files a template is made of. Nothing is started.',
    'A file with errors is left out and the exit code is 2, but for one whose only errors are references that lead nowhere or in a circle: those are drawn.',
  ],
  options: {
    paths: scenarioPaths,

    var: templateVariables,
    format: formatOption({ of: 'graph', names: graphFormats, fallback: 'text' }),
  },
  examples: [
    { line: 'spanwright graph', says: 'Everything below the working directory, as a tree' },
    { line: 'spanwright graph --format mermaid', says: 'For Markdown that draws Mermaid' },
    { line: 'spanwright graph --format dot | dot -Tsvg > scenarios.svg', says: 'A picture, with Graphviz' },
  ],
} satisfies CommandEntry;
