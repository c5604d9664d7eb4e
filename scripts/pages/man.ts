import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  type CommandEntry,
  commands,
  flagsOf,
  globalOptions,
  type OptionEntry,
  type OptionTable,
  positionalOf,
  spellingsOf,
  usageOf,
  variableOf,
} from '../../src/cli/index.ts';
import { exitCodes } from '../../src/diagnostic/index.ts';

/**
 * The manual page, in the man macros that groff and mandoc both read (groff_man(7)). Words that people type are bold, what
 * stands for something else is in italics.
 */
export function manPage(): string {
  const { version } = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../package.json'), 'utf8'));
  const sections = Object.entries<CommandEntry>(commands).map(([name, command]) =>
    commandSection(name, command),
  );
  const exits = exitCodes.map(({ code, meaning }) => tagged(bold(String(code)), escaped(meaning)));
  return `.\\" Made by \`npm run build\` from src/cli/options; edit that instead.
.TH SPANWRIGHT 1 "" "spanwright ${version}" "User Commands"
.SH NAME
spanwright \\- scenario tests that pass only when the trace proves it
.SH SYNOPSIS
.B spanwright
.I command
.RI [ options ]
.SH DESCRIPTION
A scenario is a TOML file that says which services to start, which commands to run, and which OpenTelemetry spans must
come of it.
.B spanwright run
does all of that, and
.B spanwright validate
says beforehand what is wrong with a file.
.PP
A flag wins over its environment variable, that over
.IR spanwright.toml ,
and that over the default;
.B spanwright config \\-\\-origin
shows which it was.
In a variable, the items of a list are separated by commas, and a switch is
.B true
or
.BR false .
.SH COMMANDS
${sections.join('')}.SH OPTIONS OF EVERY COMMAND
${optionList(globalOptions)}.SH EXIT STATUS
${exits.join('')}.SH FILES
${tagged(italic('*.span.toml, *.clnrm.toml'), 'Scenario files; with a further ending \\fI.njk\\fR, \\fI.j2\\fR or \\fI.tera\\fR, templates of them.')}${tagged(italic('spanwright.toml'), 'Settings of a project, looked for upwards from the working directory.')}${tagged(italic('.spanwright/'), 'Runs, baselines and what was remembered; written by Spanwright.')}.SH SEE ALSO
.B spanwright explain
.I code
tells more about a diagnostic.
`;
}

function commandSection(name: string, command: CommandEntry): string {
  const positional = positionalOf(command);
  const argument = positional ? tagged(italic(positional.name), sentence(describe(positional.entry))) : '';
  const examples = command.examples.map(({ line, says }) => tagged(bold(line), escaped(says)));
  return [
    `.SS ${bold(usageOf(name, command))}\n`,
    [command.summary.concat('.'), ...command.description].map((text) => `${body(text)}\n`).join('.PP\n'),
    argument,
    optionList(flagsOf(command.options)),
    `.PP\n${examples.length === 1 ? 'Example:' : 'Examples:'}\n`,
    ...examples,
  ].join('');
}

function optionList(options: OptionTable): string {
  return Object.entries(options)
    .map(([name, entry]) => {
      const value = entry.placeholder ? ` ${italic(entry.placeholder)}` : '';
      const tag = spellingsOf(name, entry).map((spelling) => `${bold(spelling)}${value}`);
      const variable = variableOf(name, entry);
      const places = [
        ...(entry.fallbackText ? [`default: ${entry.fallbackText}`] : []),
        ...(variable ? [variable] : []),
        ...(entry.key ? [`${entry.key} in spanwright.toml`] : []),
      ];
      const more = places.length > 0 ? ` (${places.join('; ')})` : '';
      return tagged(tag.join(', '), sentence(`${describe(entry)}${more}`));
    })
    .join('');
}

function describe({ schema }: OptionEntry): string {
  const choices = schema.shape.kind === 'choice' ? `: ${schema.shape.values.join(', ')}` : '';
  return `${schema.doc}${choices}`;
}

function sentence(text: string): string {
  return body(`${text}.`);
}

/** One entry of a list: what it is about, already formatted, and what there is to say, indented. */
function tagged(tag: string, text: string): string {
  return `.TP\n${tag}\n${text}\n`;
}

/** Running text, in which code stands between back-ticks. */
function body(text: string): string {
  return text
    .split('`')
    .map((part, index) => (index % 2 === 0 ? escaped(part) : bold(part)))
    .join('')
    .replace(/^(?=[.'])/, '\\&');
}

function bold(text: string): string {
  return `\\fB${escaped(text)}\\fR`;
}

function italic(text: string): string {
  return `\\fI${escaped(text)}\\fR`;
}

/** A plain hyphen would be set as one that copies as another character, and a point or quote may begin a request. */
function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=[.'])/gm, '\\&');
}
