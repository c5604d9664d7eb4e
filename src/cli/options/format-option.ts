import { choice } from '../../scenario/index.ts';
import { type OptionEntry, value } from './entry.ts';

interface FormatDetails<Name extends string> {
  /** The command, for the name of the environment variable: each has formats of its own. */
  readonly of: string;
  readonly names: readonly Name[];
  readonly fallback: NoInfer<Name>;
  /** Default: what to print. */
  readonly doc?: string;
}

/** `--format` of a command. */
export function formatOption<const Name extends string>(details: FormatDetails<Name>): OptionEntry<Name> {
  const { of, names, fallback, doc = 'What to print' } = details;
  return value(choice(names, { doc }), {
    placeholder: 'FORMAT',
    fallback: () => fallback,
    fallbackText: fallback,
    variable: `SPANWRIGHT_${of.toUpperCase()}_FORMAT`,
  });
}
