/**
 * Perl: the spawner itself. Tells once what it can do, then forks a keeper, and one more for every byte it reads, and ends
 * with its input. It starts small and never grows, so a fork costs the same whatever the runner has in memory.
 */
export const main = String.raw`
# Tries in a child everything a keeper will do, because half a namespace cannot be taken back. Returns why there can be no
# namespace and why there can be no network, each empty if there can be one.
sub try_in_child {
  pipe my $said, my $say or return ("pipe: $!") x 2;
  my $pid = fork // return ("fork: $!") x 2;
  if (!$pid) {
    my $first = eval {
      $> == 0 || enter_user_namespace() or die "user namespace: $!\n";
      make_namespace()
    };
    my $fault = $@;
    syswrite $say, join "\0", $fault, $fault || unshare($NEWNET) ? $fault : "unshare: $!", 'said';
    kill KILL => $first if $first;
    POSIX::_exit(0);
  }
  close $say;
  my $told = '';
  1 while sysread $said, $told, 400, length $told;
  waitpid $pid, 0;
  my ($namespaces, $network, $said) = split /\0/, $told;
  $said ? map { s/\n//gr } $namespaces, $network : ('it ended without a word') x 2
}

sub announce { syswrite STDOUT, pack 'N/a*', pack '(N/a*)*', @_ }

my ($address, $secret, $wanted) = unpack '(N/a*)*', frame();
my $adopts = $wanted ne 'group';
$call && (!$adopts || adopt_orphans()) or announce('none', 'this kind of machine is unknown to it') && exit;
my ($namespaces, $network) = $wanted eq 'namespaces' ? try_in_child() : ('not asked for') x 2;
enter_user_namespace() if !$namespaces && $> != 0;
announce('ready', $namespaces, $network);
find_folders();
$0 = 'spanwright-spawner';
$SIG{CHLD} = 'IGNORE';
# The first is sure to be needed.
do {
  my $pid = fork;
  if (!defined $pid) { announce('full', "$!") }
  elsif (!$pid) { keep($address, $secret, $adopts, !$namespaces); POSIX::_exit(0) }
} while (sysread STDIN, my $byte, 1);
`;
