import { type Command, type Step, splitCommand } from '../scenario/index.ts';

/**
 * What a step prints on standard output whatever the tested system does, because it only echoes literal text; undefined
 * when it does anything else, or when that cannot be told for sure. Commands are `echo`, `printf` without conversions
 * other than `%s`, `true`, `:`, `sleep`, `set` and a last `exit 0`, one alone or several in a shell line; and `cat` of
 * literal input.
 */
export function literalOutput({ command, shell, stdin }: Step): string | undefined {
  const commands = command === undefined ? undefined : withoutExit(commandsOf(command, shell ?? false));
  const [[program = '', ...args] = []] = commands ?? [];
  if (commands?.length === 1 && /^(\/usr)?(\/bin\/)?cat$/.test(program) && args.length === 0) {
    return stdin === undefined || stdin.includes('${') ? undefined : stdin;
  }
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

/** Nothing runs after `exit`, so only a last one changes nothing. */
function withoutExit(commands: readonly Words[] | undefined): readonly Words[] | undefined {
  const isExit = /^exit( 0)?$/.test(commands?.at(-1)?.join(' ') ?? '');
  return isExit ? commands?.slice(0, -1) : commands;
}

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
  const isFormat = program.endsWith('printf');
  // Backslashes mean different things to different shells, but for these in a format; placeholders are known only in a run.
  const literal = args.map((arg, index) => (isFormat && index === 0 ? arg.replace(/\\[nt]/g, '') : arg));
  if (literal.some((arg) => arg.includes('\\') || arg.includes('${'))) return undefined;
  switch (program.replace(/^(\/usr)?\/bin\//, '')) {
    case 'echo':
      return echoed(args);
    case 'printf':
      return formatted(args);
    case 'true':
    case ':':
    case 'sleep':
      return '';
    case 'set':
      return args.every((arg) => /^-[eux]+$/.test(arg)) ? '' : undefined;
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
  return format.replace(/%s|\\n|\\t/g, (part) =>
    part === '%s' ? (left.shift() ?? '') : part === '\\n' ? '\n' : '\t',
  );
}
