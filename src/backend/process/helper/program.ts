import { bound } from './perl-bound.ts';
import { keeper } from './perl-keeper.ts';
import { kernel } from './perl-kernel.ts';
import { main } from './perl-main.ts';
import { network } from './perl-network.ts';

/** Reads frames from standard input, the first of which is the program: it is too long for a list of processes. */
export const bootstrap = `
sub whole { my $t = ''; while (length $t < $_[0]) { sysread STDIN, $t, $_[0] - length $t, length $t or exit } $t }
sub frame { whole(unpack 'N', whole(4)) }
eval frame();
die $@ if $@;
`;

/**
 * The spawning helper, in Perl: a language that is there wherever git or Debian's base system is, can fork, wait and ask
 * the kernel for namespaces, and starts in 10 ms. See docs/decisions/spawning.md for what it was measured against.
 */
export const program = [kernel, keeper, bound, network, main].join('\n');
