/**
 * Perl: the spawner itself. Tells once what it can do, then forks a keeper for every byte it reads, and ends with its
 * input. It starts small and never grows, so a fork costs the same whatever the runner has in memory.
 */
export const main = String.raw`
# Tries in a child everything a keeper will do, because half a namespace cannot be taken back.
sub try_in_child {
  my $try = shift;
  pipe my $said, my $say or return "pipe: $!";
  my $pid = fork // return "fork: $!";
  if (!$pid) {
    my $first = eval { $try->() };
    syswrite $say, $@ || 'good';
    kill KILL => $first if $first;
    POSIX::_exit(0);
  }
  close $say;
  my $told = '';
  1 while sysread $said, $told, 200, length $told;
  waitpid $pid, 0;
  chomp $told;
  $told eq 'good' ? '' : $told || 'it ended without a word'
}

sub announce { syswrite STDOUT, pack 'N/a*', pack '(N/a*)*', @_ }

my ($address, $secret, $wanted) = unpack '(N/a*)*', frame();
my $adopts = $wanted ne 'group';
$call && (!$adopts || adopt_orphans()) or announce('none', 'this kind of machine is unknown to it') && exit;
my ($namespaces, $network);
if ($wanted ne 'namespaces') { $namespaces = $network = 'not asked for' }
else {
  my $whole = sub { $> == 0 || enter_user_namespace() or die "user namespace: $!\n"; make_namespace() };
  $namespaces = try_in_child($whole);
  $network = $namespaces || try_in_child(sub { my $first = $whole->(); unshare($NEWNET) or die "unshare: $!\n"; $first });
  enter_user_namespace() if !$namespaces && $> != 0;
}
announce('ready', $namespaces, $network);
$0 = 'spanwright-spawner';
$SIG{CHLD} = 'IGNORE';
while (sysread STDIN, my $byte, 1) {
  my $pid = fork;
  if (!defined $pid) { announce('full', "$!") }
  elsif (!$pid) { keep($address, $secret, $adopts, !$namespaces); POSIX::_exit(0) }
}
`;
