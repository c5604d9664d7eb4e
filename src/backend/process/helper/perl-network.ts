/**
 * Perl: a network of the sandbox's own, which has nothing but loopback. Three things make it useful:
 *
 * - Every address is routed to loopback, where nobody listens: what tries to leave is refused at once, and passes a
 *   packet socket that sees where it wanted to go. TCP counts by its first segment, and names by the DNS query.
 * - A relay, one process inside, listens on the ports of the runner that stay reachable and leads each connection to a
 *   Unix socket, which is a file and so belongs to no network. Another such file leads the runner's probes inside.
 * - Ports below 1024 are for everybody, so that a service may have its usual port.
 *
 * The filter is classic BPF (bpf(4), linux/filter.h), the route a netlink message (rtnetlink(7)).
 */
export const network = String.raw`
my ($sniffer, %egress);

sub network {
  my ($inward, @outward) = unpack '(N/a*)*', $_[0];
  my $fault = eval { isolate($inward, @outward); '' } // $@;
  emit(pack 'a N/a*', 'n', $fault);
}

sub isolate {
  unshare($NEWNET) or die "unshare: $!\n";
  socket my $any, 2, 2, 0 or die "socket: $!\n";
  my $request = pack 'a16 S x22', 'lo', 1;
  ioctl $any, 0x8914, $request or die "loopback: $!\n"; # SIOCSIFFLAGS, IFF_UP
  put('/proc/sys/net/ipv4/ip_unprivileged_port_start', '0');
  listen_to_packets();
  route_to_loopback(2) or die "route: $!\n";
  route_to_loopback(10); # Without IPv6 nothing can leave by it either.
  start_relay(@_);
}

sub route_to_loopback {
  socket my $netlink, 16, 3, 0 or return 0;
  # RTM_NEWROUTE; a local route (type 2, scope 254) for every address, to the first interface, which is loopback.
  my $body = pack 'C8 L S S L', $_[0], 0, 0, 0, 255, 3, 254, 2, 0, 8, 4, 1;
  syswrite $netlink, pack('L S S L L', 16 + length $body, 24, 0x605, 1, 0) . $body;
  sysread $netlink, my $answer, 4096;
  $! = -unpack 'x16 l', $answer;
  $! == 0
}

# Instructions are operation, operand and, for a jump, where to go if it holds and if not; a word alone is a label.
sub assemble {
  my %code = (byte => 0x30, word => 0x20, byte_at => 0x50, header => 0xb1, mask => 0x54, is => 0x15, give => 0x06);
  my (%label, @lines);
  for (@_) { if (ref) { push @lines, $_ } else { $label{$_} = @lines } }
  my $n = 0;
  join '', map {
    my ($name, $operand, $yes, $no) = @$_;
    $n++;
    pack 'S C C L', $code{$name}, (map { defined ? $label{$_} - $n : 0 } $yes, $no), $operand
  } @lines
}

sub listen_to_packets {
  my $outgoing = 0xfffff004; # SKF_AD_OFF + SKF_AD_PKTTYPE; on loopback each packet also comes in.
  my @filter = (
    ['word', $outgoing], ['is', 4, 'out', 'drop'],
    'out', ['byte', 0], ['mask', 0xf0], ['is', 0x40, 'four', 'other'],
    'other', ['is', 0x60, 'six', 'drop'],
    'four', ['byte', 16], ['is', 127, 'drop', 'kind4'],
    'kind4', ['byte', 9], ['is', 6, 'tcp4', 'ping4'],
    'ping4', ['is', 1, 'icmp4', 'keep'],
    'icmp4', ['header', 0], ['byte_at', 0], ['is', 8, 'keep', 'drop'],
    'tcp4', ['header', 0], ['byte_at', 13], ['mask', 0x12], ['is', 2, 'keep', 'drop'],
    'six', ['byte', 24], ['is', 0xff, 'drop', 'own1'],
    'own1', ['word', 24], ['is', 0, 'own2', 'kind6'],
    'own2', ['word', 28], ['is', 0, 'own3', 'kind6'],
    'own3', ['word', 32], ['is', 0, 'own4', 'kind6'],
    'own4', ['word', 36], ['is', 1, 'drop', 'kind6'],
    'kind6', ['byte', 6], ['is', 6, 'tcp6', 'ping6'],
    'ping6', ['is', 58, 'icmp6', 'keep'],
    'icmp6', ['byte', 40], ['is', 128, 'keep', 'drop'],
    'tcp6', ['byte', 53], ['mask', 0x12], ['is', 2, 'keep', 'drop'],
    'drop', ['give', 0],
    'keep', ['give', 512],
  );
  my $code = assemble(@filter);
  my $every = unpack 'S', pack 'n', 3;
  socket $sniffer, 17, 2, $every or die "packet socket: $!\n";
  setsockopt $sniffer, 1, 26, pack 'S x6 P', length($code) / 8, $code or die "packet filter: $!\n";
  $reader{fileno $sniffer} = \&sniff;
}

sub sniff {
  while (defined recv $sniffer, my $packet, 512, 0x40) {
    my $four = (ord $packet) >> 4 == 4;
    my ($protocol, $start) = $four ? (ord substr($packet, 9), 4 * (ord($packet) & 15)) : (ord substr($packet, 6), 40);
    my $address = $four ? join '.', unpack 'x16 C4', $packet : join ':', map { sprintf '%x', $_ } unpack 'x24 n8', $packet;
    my ($port) = $protocol == 6 || $protocol == 17 ? unpack "x$start x2 n", $packet : 0;
    my $name = $protocol == 17 && $port == 53 ? asked_for(substr $packet, $start + 20) : '';
    my $key = pack 'C n (N/a*)2', $protocol, $port, $address, $name;
    $egress{$key}++ if $egress{$key} || keys %egress < 100;
  }
}

# The name in a DNS query (RFC 1035, section 4.1.2), as far as it is made of ordinary characters.
sub asked_for {
  my ($question, @labels) = ($_[0]);
  while (length $question && @labels < 20) {
    my $size = ord $question;
    last if $size == 0 || $size > 63;
    push @labels, substr $question, 1, $size;
    $question = substr $question, 1 + $size;
  }
  my $name = join '.', @labels;
  $name =~ /^[\w.-]+$/ ? $name : ''
}

sub attempts { sniff() if $sniffer; join '', map { pack('N', $egress{$_}) . $_ } sort keys %egress }

sub start_relay {
  my ($inward, @outward) = @_;
  pipe my $said, my $say or die "pipe: $!\n";
  my $pid = fork // die "fork: $!\n";
  if (!$pid) {
    die_with_parent();
    $0 = 'spanwright-relay';
    close $node;
    close $sniffer;
    my %listener = eval { listeners($inward, @outward) };
    syswrite $say, $@ ? "0 $@" : $$;
    close $say;
    POSIX::_exit(1) if $@;
    eval { relay(%listener) };
    POSIX::_exit(0);
  }
  close $say;
  my $told = '';
  1 while sysread $said, $told, 200, length $told;
  $relay = $told + 0 or die "relay: $told\n";
}

sub unix_name { pack 'S a108', 1, $_[0] }
sub tcp_name { pack 'S n C4 x8', 2, $_[0], 127, 0, 0, 1 }

# Each with what a connection that it accepts is led to: a Unix socket, or nothing yet.
sub listeners {
  my ($inward, @outward) = @_;
  my %listener;
  socket my $door, 1, 1, 0 or die "socket: $!\n";
  bind $door, unix_name($inward) or die "bind: $!\n";
  $listener{fileno $door} = [$door, ''];
  while (my ($port, $path) = splice @outward, 0, 2) {
    socket my $tcp, 2, 1, 0 or die "socket: $!\n";
    bind $tcp, tcp_name($port) or die "port $port: $!\n";
    $listener{fileno $tcp} = [$tcp, $path];
  }
  listen $_->[0], 128 or die "listen: $!\n" for values %listener;
  %listener
}

# A connection is file, peer's number, bytes for it, whether it has ended, and whether it is known whom it is for.
sub relay {
  my %listener = @_;
  my %link;
  my $pair = sub {
    my ($one, $two) = @_;
    fcntl $_, 4, 2048 for $one, $two;
    my ($a, $b) = (fileno $one, fileno $two);
    $link{$a} = { file => $one, peer => $b, text => '' };
    $link{$b} = { file => $two, peer => $a, text => '' };
  };
  my $drop = sub { for (@_) { my $gone = delete $link{$_} // next; close $gone->{file} } };
  while (1) {
    my ($readable, $writable) = ('', '');
    vec($readable, $_, 1) = 1 for keys %listener;
    for (keys %link) {
      my $peer = $link{$link{$_}{peer}};
      vec($readable, $_, 1) = 1 if !$link{$_}{ended} && !length $peer->{text};
      vec($writable, $_, 1) = 1 if length $link{$_}{text};
    }
    select($readable, $writable, undef, undef) > 0 or next;
    for my $fd (keys %link) {
      my $link = $link{$fd} or next;
      my $peer = $link{$link->{peer}};
      if (vec $writable, $fd, 1) {
        my $count = syswrite $link->{file}, $link->{text};
        if ($count) { substr $link->{text}, 0, $count, '' }
        elsif (!$!{EAGAIN} && !$!{EINTR}) { $drop->($fd, $link->{peer}); next }
      }
      if (vec $readable, $fd, 1) {
        my $count = sysread $link->{file}, $peer->{text}, 65536;
        next if !defined $count && ($!{EAGAIN} || $!{EINTR});
        if (!defined $count) { $drop->($fd, $link->{peer}); next }
        $link->{ended} = 1 if !$count;
      }
      for ([$link, $peer], [$peer, $link]) {
        my ($from, $to) = @$_;
        shutdown $to->{file}, 1 if $from->{ended} && !length $to->{text} && !$to->{shut}++;
      }
      $drop->($fd, $link->{peer}) if $link->{shut} && $peer->{shut};
    }
    for (values %listener) {
      my ($socket, $path) = @$_;
      next if !vec $readable, fileno $socket, 1;
      accept my $one, $socket or next;
      if ($path ne '') {
        socket my $two, 1, 1, 0 or next;
        connect $two, unix_name($path) and $pair->($one, $two);
        next;
      }
      # Only the runner knows this door, and says at once which port it wants.
      sysread($one, my $wanted, 2) == 2 or next;
      socket my $two, 2, 1, 0 or next;
      my $reached = connect $two, tcp_name(unpack 'n', $wanted);
      syswrite $one, $reached ? 'y' : 'n';
      $pair->($one, $two) if $reached;
    }
  }
}
`;
