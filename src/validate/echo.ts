import { type Command, type Step, splitCommand } from '../scenario/index.ts';

/**
 * What a step prints on standard output whatever the tested system does, because it only echoes literal text; undefined
 * when it does anything else, or when that cannot be told for sure. Commands are `echo`, `printf` without conversions
 * other than `%s`, `true`, `:` and `sleep`, one alone or several in a shell line.
 */
export function literalOutput({ command, shell }: Step): string | undefined {
  const commands = command === undefined ? undefined : commandsOf(command, shell ?? false);
  if (!commands?.some(([program]) => isPrinter(program))) return undefined;
  let output = '';
  for (const words of commands) {
    const printed = printedBy(words);
    if (printed === undefined) return undefined;
    output += printed;
  }
  return output;
}

type Words = readonly string[];

function commandsOf(command: Command, shell: boolean): readonly Words[] | undefined {
  if (shell) return commandsOfLine(typeof command === 'string' ? command : command.join(' '));
  const words = typeof command === 'string' ? wordsOf(command) : command;
  const [program = '', option = '', line, ...rest] = words ?? [];
  const isShell = /(^|\/)(sh|bash|dash|ash|zsh)$/.test(program) && /^-e?c$/.test(option);
  if (isShell) return line === undefined || rest.length > 0 ? undefined : commandsOfLine(line);
  return words && [words];
}

/** The commands of a shell line made of plain words, quoted text, `&&`, `;` and line ends; undefined for any other. */
function commandsOfLine(line: string): readonly Words[] | undefined {
  const tokens = line.matchAll(/'[^']*'|"[^"$`\\]*"|&&|[;\n]|[^\s'"$`\\&|;<>(){}*?[\]~#!]+|[ \t]+|./gs);
  const commands: string[] = [''];
  for (const [token] of tokens) {
    if (token === '&&' || token === ';' || token === '\n') commands.push('');
    else if (/^(['"].*['"]|[^\s'"$`\\&|;<>(){}*?[\]~#!]+|[ \t]+)$/s.test(token))
      commands.push(commands.pop() + token);
    else return undefined;
  }
  const split = commands.filter((command) => command.trim() !== '').map(wordsOf);
  return split.includes(undefined) ? undefined : split.filter((words) => words !== undefined);
}

function wordsOf(line: string): Words | undefined {
  const split = splitCommand(line);
  return 'error' in split ? undefined : split.argv;
}

function isPrinter(program: string | undefined): boolean {
  return /^(\/usr)?(\/bin\/)?(echo|printf)$/.test(program ?? '');
}

function printedBy([program = '', ...args]: Words): string | undefined {
  // Backslashes mean different things to different shells, and placeholders are known only in a run.
  if (args.some((arg) => arg.includes('\\') || arg.includes('${'))) return undefined;
  switch (program.replace(/^(\/usr)?\/bin\//, '')) {
    case 'echo':
      return echoed(args);
    case 'printf':
      return formatted(args);
    case 'true':
    case ':':
    case 'sleep':
      return '';
    default:
      return undefined;
  }
}

function echoed(args: Words): string | undefined {
  const options = args.slice(0, 2).filter((arg) => /^-[neE]+$/.test(arg));
  if (options.length === 0) return `${args.join(' ')}\n`;
  // Some shells take `-e`, `-E` and combined options for text.
  return options.length === 1 && args[0] === '-n' ? args.slice(1).join(' ') : undefined;
}

function formatted([format = '', ...args]: Words): string | undefined {
  const conversions = format.match(/%./g) ?? [];
  if (conversions.some((each) => each !== '%s') || conversions.length !== args.length) return undefined;
  const left = [...args];
  return format.replace(/%s/g, () => left.shift() ?? '');
}
