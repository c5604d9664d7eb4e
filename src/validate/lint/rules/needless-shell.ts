import type { KeyPath, Service, Step } from '../../../scenario/index.ts';
import { stepsIn } from '../../outputs.ts';
import { executionOf, wordsOf } from '../command-line.ts';
import type { LintRule } from '../rule.ts';

/** Words that only a shell knows, or understands otherwise than the program of that name. */
const builtins: ReadonlySet<string> = new Set(
  '. : alias bg break builtin case cd command continue declare dirs disown do done elif else enable esac eval exec exit export fc fg fi for function getopts hash if jobs let local logout popd pushd read readonly return select set shift shopt source suspend then time times trap type typeset ulimit umask unalias unset until wait while'.split(
    ' ',
  ),
);

/** Placeholders are replaced before a shell sees the line, and these never by more than one plain word. */
const PLACEHOLDER = /\$\{(?:service|otlp|scenario|run|project)\.[\w.-]+\}/g;

/** A command given to a shell that has nothing to do for it. */
export const needlessShell: LintRule = {
  code: 'SW4534',
  name: 'needless-shell',
  fixable: false,
  check({ file: { model } }, report) {
    const look = (owner: Pick<Step | Service, 'command' | 'shell'>, at: KeyPath) => {
      const execution = executionOf(owner);
      if (execution?.kind !== 'shell' || needsShell(execution.line)) return;
      report({
        message: 'the command needs no shell',
        at: [...at, owner.shell ? 'shell' : 'command'],
        hint: owner.shell
          ? 'leave out `shell = true`: a command is split into words without it'
          : `write \`command = ${JSON.stringify(execution.line)}\``,
      });
    };
    for (const { step, at } of stepsIn(model)) look(step, at);
    for (const [id, service] of Object.entries(model.service ?? {})) look(service, ['service', id]);
  },
};

function needsShell(line: string): boolean {
  const plain = line.replace(PLACEHOLDER, 'x');
  if (/[|&;<>()$`\\*?[\]{}~#!\n]|''|""/.test(plain)) return true;
  const [first = ''] = wordsOf(plain) ?? [];
  return first === '' || first.includes('=') || builtins.has(first);
}
