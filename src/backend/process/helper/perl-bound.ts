/**
 * Perl: a bound for the number of processes, which is a control group (cgroups(7)) that each command enters before it
 * begins. RLIMIT_NPROC is no substitute: it counts the processes of a user on the whole machine, and root's not at all.
 *
 * In version 1 the group is made inside ours. In version 2 a group with processes cannot hand the control of processes
 * down to others, so it is made in the nearest one above ours that does. A group goes when its keeper does; those of
 * keepers that were killed are removed by the next helper.
 */
export const bound = String.raw`
my @folders;

# Must be called where /proc is still that of the machine.
sub find_folders {
  my ($path, $type) = ('');
  open my $own, '<', '/proc/self/cgroup' or return;
  for (<$own>) {
    chomp;
    my (undef, $kinds, $at) = split /:/, $_, 3;
    ($path, $type) = ($at, 'cgroup2') if $kinds eq '';
    if (",$kinds," =~ /,pids,/) { ($path, $type) = ($at, 'cgroup'); last }
  }
  open my $mounts, '<', '/proc/self/mountinfo' or return;
  for (<$mounts>) {
    my ($head, $tail) = split / - /, $_, 2;
    my ($root, $point) = (split / /, $head)[3, 4];
    my ($system, undef, $options) = split / /, $tail;
    next if $system ne $type || $type eq 'cgroup' && $options !~ /\bpids\b/;
    my $below = $root eq '/' || $path !~ s{^\Q$root\E(?=/|$)}{} ? $path : "/$path";
    my $folder = $point . ($below =~ s{/+$}{}r);
    if ($type eq 'cgroup') { @folders = $folder; last }
    for (; length $folder >= length $point; $folder =~ s{/[^/]*$}{}) {
      open my $handed, '<', "$folder/cgroup.subtree_control" or next;
      push @folders, $folder if (<$handed> // '') =~ /\bpids\b/;
    }
    last;
  }
  for my $folder (@folders) {
    opendir my $groups, $folder or next;
    /^spanwright-(\d+)$/ && !-e "/proc/$1" && rmdir "$folder/$_" for readdir $groups;
  }
}

# Returns why there can be none, or nothing.
sub bound {
  my $fault = 'there is no control group for it';
  for (@folders) {
    my $group = "$_/spanwright-$$";
    if (!mkdir $group) { $fault = "$group: $!"; next }
    if (put("$group/pids.max", $_[0])) { $bounded = $group; return '' }
    $fault = "$group/pids.max: $!";
    rmdir $group;
  }
  $fault
}

# The kernel may need a moment to see that a group is empty.
sub unbind {
  return if !$bounded;
  for (1 .. 100) { return if rmdir $bounded; select undef, undef, undef, 0.005 }
}
`;
