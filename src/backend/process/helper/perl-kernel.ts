/**
 * Perl: what the helper asks of Linux itself. The numbers of system calls are those of the kernel's tables for each kind
 * of machine (arch/x86/entry/syscalls/syscall_64.tbl, include/uapi/asm-generic/unistd.h); 434 is pidfd_open everywhere.
 * On a machine that is not listed, or with a Perl of another word size, nothing is asked and the helper gives up.
 */
export const kernel = String.raw`
use strict;
use POSIX ();

my %generic = (unshare => 97, mount => 40, prctl => 167, pipe2 => 59);
my %calls = (
  x86_64 => { unshare => 272, mount => 165, prctl => 157, pipe2 => 293 },
  aarch64 => \%generic, riscv64 => \%generic, loongarch64 => \%generic,
);
my $call = $^O eq 'linux' && length(pack 'P', undef) == 8 && $calls{(POSIX::uname())[4]};

my ($NEWNS, $NEWUSER, $NEWPID, $NEWNET) = (0x00020000, 0x10000000, 0x20000000, 0x40000000);

sub unshare { syscall($call->{unshare}, $_[0]) == 0 }
sub mount {
  my ($what, $where, $type, $flags) = @_;
  syscall($call->{mount}, $what, $where, $type, $flags, 0) == 0
}
# PR_SET_PDEATHSIG and PR_SET_CHILD_SUBREAPER, see prctl(2).
sub die_with_parent { syscall($call->{prctl}, 1, 9, 0, 0, 0) == 0 }
sub adopt_orphans { syscall($call->{prctl}, 36, 1, 0, 0, 0) == 0 }
# Becomes readable when the process ends; -1 before Linux 5.3.
sub pidfd { syscall(434, $_[0], 0) }

# Numbers of both ends, closed by exec. Perl's own pipe makes two objects of it, and four system calls more for each.
sub raw_pipe {
  my $ends = pack 'i2', 0, 0;
  syscall($call->{pipe2}, $ends, 02000000) == 0 ? unpack 'i2', $ends : ()
}

sub put { open my $file, '>', $_[0] or return; syswrite($file, $_[1]) == length $_[1] }

# Whoever is not root may make namespaces only inside a user namespace; it holds the user and the group and nobody else.
sub enter_user_namespace {
  my ($user, $group) = ($>, $) + 0);
  unshare($NEWUSER) && put('/proc/self/setgroups', 'deny') && put('/proc/self/uid_map', "$user $user 1")
    && put('/proc/self/gid_map', "$group $group 1")
}

# The first process of a PID namespace: when it dies, by whatever cause, the kernel kills all others.
# Returns its id; dies with the reason when there can be none.
sub make_namespace {
  unshare($NEWPID | $NEWNS) or die "unshare: $!\n";
  pipe my $said, my $say or die "pipe: $!\n";
  my $pid = fork // die "fork: $!\n";
  if (!$pid) {
    die_with_parent();
    $SIG{CHLD} = 'IGNORE';
    # Mounts of the machine still arrive here, ours do not arrive there.
    my $fault = mount('none', '/', 'none', 0x84000) && mount('proc', '/proc', 'proc', 14) ? '' : "mount: $!\n";
    syswrite $say, $fault or close $say;
    POSIX::_exit(1) if $fault;
    $0 = 'spanwright-init';
    POSIX::close($_) for 3 .. 63;
    POSIX::pause() while 1;
  }
  close $say;
  my $fault = '';
  1 while sysread $said, $fault, 200, length $fault;
  die $fault if $fault;
  $pid
}
`;
