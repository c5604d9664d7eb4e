import { STRAGGLER_MS } from '../straggler.ts';

/**
 * Perl: the keeper, one process for one open sandbox. It forks the sandbox's commands, passes on what they write, and is
 * the parent of everything they leave behind (but in the tier `group`): in a PID namespace because that is its own, elsewhere as "child
 * subreaper" (prctl(2)), to which the kernel gives every orphan below it, whatever it did to its session or environment.
 * So `waitpid` saying that there is no child is proof that nothing is left. Its life is its connection: when the runner
 * ends, however it ends, the keeper kills everything and ends too.
 *
 * Frames are a length (32 bits, big endian) and so many bytes, of which the first is a letter; see keeper.ts.
 */
export const keeper = String.raw`
my ($bounded, $node, $null, $adopts, $init, $mounts, $remounted, $relay, $in, $out, %reader, %writer, %running, %open, $blind);
# For so many more turns what is to be told waits for company; see spawn.
my $held = 0;

sub emit { $out .= pack 'N/a*', $_[0] }

sub flush {
  while (length $out) {
    my $count = syswrite $node, $out;
    if ($count) { substr $out, 0, $count, '' } elsif (!$!{EINTR}) { leave() }
  }
}

sub leave { finish(); unbind(); POSIX::_exit(0) }

sub keep {
  (my ($address, $secret), $adopts, my $namespaces) = @_;
  open STDIN, '<', '/dev/null';
  open $null, '<', '/dev/null';
  open STDOUT, '>', '/dev/null';
  open STDERR, '>', '/dev/null';
  $SIG{CHLD} = 'DEFAULT';
  $SIG{PIPE} = 'IGNORE';
  $0 = 'spanwright-keeper';
  adopt_orphans() if $adopts;
  socket $node, 1, 1, 0;
  connect $node, pack 'S a*', 1, "\0$address" or POSIX::_exit(1);
  $init = eval { make_namespace() } if $namespaces;
  emit(pack 'a N/a* N/a*', 'k', $secret, $namespaces && !$init ? $@ : '');
  # Those of the namespace, where nobody but its own processes has a folder.
  $remounted = $init && !open $mounts, '<', '/proc/1/mounts';
  $reader{fileno $node} = \&requests;
  serve();
}

sub serve {
  while (1) {
    $held = 0 if length $out > 65536 || !%running && !%open;
    $held-- if $held;
    flush() if !$held;
    my ($readable, $writable) = ('', '');
    vec($readable, $_, 1) = 1 for keys %reader;
    vec($writable, $_, 1) = 1 for keys %writer;
    # Where the end of a process is no file to wait for it has to be asked for.
    my $ready = select $readable, $writable, undef, $held ? 0.002 : $blind && %running ? 0.01 : undef;
    reap() if $blind;
    $held = 0 if $ready == 0;
    next if $ready <= 0;
    # Requests last: they open files, which may get a number that was closed a moment ago and reported as readable.
    my $asked = fileno $node;
    for (keys %reader) { $reader{$_}->() if $_ != $asked && vec($readable, $_, 1) && $reader{$_} }
    for (keys %writer) { $writer{$_}->() if vec($writable, $_, 1) && $writer{$_} }
    requests() if vec $readable, $asked, 1;
  }
}

sub requests {
  sysread($node, $in, 262144, length $in) or $!{EINTR} or leave();
  while (length $in >= 4) {
    my $size = unpack 'N', $in;
    last if length $in < 4 + $size;
    my $frame = substr substr($in, 0, 4 + $size, ''), 4;
    my $kind = substr $frame, 0, 1, '';
    if ($kind eq 's') { spawn($frame) }
    elsif ($kind eq 'h') { hang_up(unpack 'N', $frame) }
    elsif ($kind eq 'n') { network($frame) }
    elsif ($kind eq 'm') { emit(pack 'a N/a*', 'm', bound(unpack 'N', $frame)) }
    elsif ($kind eq 'q') { linger() if $frame ne 'h'; my $left = finish(); emit('g' . attempts()); emit("l$left"); $held = 0 }
  }
}

# No argument and no variable can hold a null byte, so one between two of them parts them.
sub spawn {
  my ($id, $keep, $argc, $has_input, $texts, $input) = unpack 'N N N C N/a* a*', $_[0];
  my ($cwd, @argv) = split /\0/, $texts, -1;
  my @env = splice @argv, $argc;
  my ($out_read, $out_write) = raw_pipe();
  my ($err_read, $err_write) = raw_pipe();
  my ($said, $say) = raw_pipe();
  my ($fed, $feed) = ($null);
  my $piped = defined $say && (!$has_input || pipe $fed, $feed);
  my $pid = $piped ? fork : undef;
  if (!defined $pid) {
    my $fault = $! + 0;
    shut_all($out_read, $out_write, $err_read, $err_write, $said, $say);
    return emit(pack 'a N N', 'f', $id, $fault);
  }
  if (!$pid) {
    run(\@argv, \@env, $cwd, fileno $fed, $out_write, $err_write);
    POSIX::write($say, pack('N', $! + 0), 4);
    POSIX::_exit(127);
  }
  shut_all($out_write, $err_write, $say);
  # Ends when the program begins, which closes it, or with the reason why it cannot.
  my $fault = '';
  1 while !defined POSIX::read($said, $fault, 4);
  POSIX::close($said);
  if (length $fault) {
    waitpid $pid, 0;
    shut_all($out_read, $err_read);
    return emit(pack 'a N a4', 'f', $id, $fault);
  }
  emit(pack 'a N N', 'r', $id, $pid);
  # Most commands are over in a moment. To tell of it at once saves the runner from waking up four times.
  $held = 4;
  my $end = pidfd($pid);
  $blind = 1 if $end < 0;
  $reader{$end} = \&reap if $end >= 0;
  $running{$pid} = { id => $id, end => $end };
  pass_on($id, 1, $out_read, $keep);
  pass_on($id, 2, $err_read, $keep);
  feed($feed, $input) if $feed;
}

sub shut_all { defined && POSIX::close($_) for @_ }

# The child's part. Returns only when the program cannot be started.
sub run {
  my ($argv, $env, $cwd, @files) = @_;
  POSIX::setsid();
  # It does not run without its limit.
  put("$bounded/cgroup.procs", '0') or return if $bounded;
  POSIX::dup2($files[$_], $_) for 0 .. 2;
  $SIG{PIPE} = 'DEFAULT';
  umask 022;
  chdir $cwd or return;
  %ENV = ();
  for (@$env) {
    my ($name, $value) = split /=/, $_, 2;
    $ENV{$name} = $value;
  }
  my $program = $argv->[0];
  # As the system would look, but with a question for each folder of PATH instead of an attempt, which costs ten times that.
  if ($program !~ m{/}) {
    for (split /:/, $ENV{PATH} // '') { exec { "$_/$program" } @$argv if $_ ne '' && -f "$_/$program" && -x _ }
  }
  exec { $program } @$argv;
}

# Beyond so many bytes of the head only as many of the tail are of interest, and those not before the end; 2**32 - 1
# stands for everything.
sub pass_on {
  my ($id, $stream, $fd, $keep) = @_;
  my ($sent, $skipped, $tail) = (0, 0, '');
  my $pass = sub { emit(pack('a N C', 'd', $id, $stream) . $_[0]) if length $_[0] };
  my $cut = sub {
    my $over = length($tail) - $keep;
    return if $over <= 0;
    substr $tail, 0, $over, '';
    $skipped += $over;
  };
  my $shut = sub {
    delete $reader{$fd};
    delete $open{"$id:$stream"};
    POSIX::close($fd);
    $cut->();
    emit(pack 'a N C Q>', 'o', $id, $stream, $skipped) if $skipped;
    $pass->($tail);
    emit(pack 'a N C', 'c', $id, $stream);
  };
  $reader{$fd} = sub {
    my $count = POSIX::read($fd, my $data, 65536);
    if (!defined $count || $count == 0) { $shut->() if defined $count || !$!{EINTR}; return }
    return $pass->($data) if $keep == 0xffffffff;
    if ($sent < $keep) {
      my $head = substr $data, 0, $keep - $sent, '';
      $sent += length $head;
      $pass->($head);
    }
    $tail .= $data;
    $cut->() if length $tail > 2 * $keep + 1048576;
  };
  $open{"$id:$stream"} = $shut;
}

sub hang_up { for (1, 2) { my $shut = $open{"$_[0]:$_"}; $shut->() if $shut } }

# A command may end, or close its input, without reading all of it: that is its own affair.
sub feed {
  my ($file, $text) = @_;
  my $fd = fileno $file;
  fcntl $file, 4, 2048; # F_SETFL, O_NONBLOCK
  my $write = sub {
    my $count = length $text ? syswrite $file, $text : 0;
    substr $text, 0, $count, '' if $count;
    return if length $text && (defined $count || $!{EAGAIN} || $!{EINTR});
    delete $writer{$fd};
    close $file;
  };
  $writer{$fd} = $write;
  $write->();
}

# Collects whatever has ended, our commands and orphans alike. True when no child is left. Whoever is told of the end of a
# command also learns whether it is known to have left nothing, and need not ask. Without orphans to tell by, that is said of
# its process group only.
sub reap {
  my ($gone, @ended) = 0;
  while ((my $pid = waitpid -1, POSIX::WNOHANG()) != 0) {
    if ($pid < 0) { $gone = 1; last }
    my $status = $?;
    my $command = delete $running{$pid} or next;
    if ($command->{end} >= 0) {
      delete $reader{$command->{end}};
      POSIX::close($command->{end});
    }
    push @ended, [$pid, pack 'a N C C', 'x', $command->{id}, $status >> 8, $status & 127];
  }
  my $alone = $adopts && @ended && !%running && ($gone || $init && no_orphans());
  $remounted ||= $alone && $init && mounts_changed();
  for (@ended) {
    my ($group, $frame) = @$_;
    emit($frame . pack 'C C', $alone || !$adopts && !kill(0, -$group), $remounted);
  }
  $gone
}

# Since it was last asked; the kernel tells of every change as of an exception on that file, see proc(5).
sub mounts_changed {
  vec(my $changed = '', fileno $mounts, 1) = 1;
  0 != select undef, undef, $changed, 0
}

# In a namespace, where every orphan becomes a child of its first process. The relay of a network is one of ours.
sub no_orphans {
  open my $orphans, '<', '/proc/1/task/1/children' or return 0;
  !grep { $_ != ($relay // 0) } split ' ', <$orphans> // ''
}

# Ids and names of what still runs, zombies left out. The /proc of a namespace shows only what is in it.
sub left {
  return if $init && !%running && no_orphans();
  opendir my $proc, '/proc' or return;
  my (%parent, %name);
  for (grep /^\d+$/, readdir $proc) {
    open my $file, '<', "/proc/$_/stat" or next;
    my ($name, $state, $parent) = <$file> =~ /\((.*)\) (\S) (\d+)/s or next;
    $parent{$_} = $parent;
    $name{$_} = $name if $state !~ /[ZX]/;
  }
  my %ours = $init ? map { $_ => 1 } grep { $_ != 1 && $_ != ($relay // 0) } keys %parent : ();
  for (my $more = !$init; $more;) {
    my @below = grep { !$ours{$_} && ($parent{$_} == $$ || $ours{$parent{$_}}) } keys %parent;
    @ours{@below} = (1) x @below;
    $more = @below;
  }
  map { [$_, $name{$_}] } grep { $name{$_} } keys %ours
}

# Waits until what was left has ended, as stragglers do in a moment. Not any longer than there is a runner to tell.
sub linger {
  my ($pause, $runner) = (0.001, '');
  vec($runner, fileno $node, 1) = 1;
  for (; $pause * 1000 < ${STRAGGLER_MS} && !reap() && left(); $pause *= 2) {
    return if select my $gone = $runner, undef, undef, $pause;
  }
}

# Kills what is left, until there is nothing or two seconds have passed, and tells what was found and what remains.
sub finish {
  my (%found, @left);
  my $gone = reap();
  for (my $round = 0; !$gone && $round < 400; $round++) {
    # Nothing can start in a namespace whose first process is dead, so one look before is enough.
    @left = left() if !$init || $round == 0;
    $found{$_->[0]} = $_->[1] for @left;
    # At once, where the kernel has that (version 2 of control groups, since Linux 5.14).
    put("$bounded/cgroup.kill", '1') if $bounded;
    if ($init) { kill KILL => $init } else { kill KILL => map({ -$_ } keys %running), map { $_->[0] } @left }
    last if !$init && !@left && $round > 50; # Nothing to be seen, for want of /proc.
    select undef, undef, undef, $round < 10 ? 0.001 : 0.005 if $round > 0;
    $gone = reap();
  }
  my %alive = $gone ? () : map { $_->[0] => 1 } @left;
  if (!$gone && !@left) { $found{0} = 'what cannot be seen without /proc'; $alive{0} = 1 }
  join '', map { pack 'N C N/a*', $_, $alive{$_} // 0, $found{$_} } sort { $a <=> $b } keys %found
}
`;
