# Subscribes to a node with AnyEvent::XMPP, says so, and ends after it has printed one item.
use strict;
use warnings;
use AnyEvent;
use AnyEvent::XMPP::Connection;
use AnyEvent::XMPP::Ext::Pubsub;

my ($transport, $host, $port, $certificate, $jid, $password, $service, $node) = @ARGV;

# AnyEvent::XMPP itself looks at no certificate, and keeps from us what was wrong.
package VerifyingConnection {
  our @ISA = ('AnyEvent::XMPP::Connection');

  sub enable_ssl {
    my ($self) = @_;
    $self->{handle}{peername} = $self->{domain};
    $self->{handle}->on_error(sub { $self->disconnect("error: $_[2]") });
    $self->{handle}->starttls(
      'connect',
      { verify => 1, verify_peername => 'xmpp', ca_file => $certificate });
    $self->{ssl_enabled} = 1;
  }
}

$| = 1;
binmode STDOUT, ':encoding(UTF-8)';
my $ended = AE::cv;
my $connection = VerifyingConnection->new(
  jid                      => $jid,
  password                 => $password,
  host                     => $host,
  port                     => $port,
  disable_iq_auth          => 1,
  old_style_ssl            => $transport eq 'direct-tls',
  disable_ssl              => $transport eq 'plain',
  whitespace_ping_interval => 0,
);
my $pubsub = AnyEvent::XMPP::Ext::Pubsub->new;
$connection->add_extension($pubsub);

$connection->reg_cb(
  stream_ready => sub {
    # It would go on without TLS if the server offered none.
    return $ended->croak('no TLS') if $transport ne 'plain' && !$connection->{ssl_enabled};
    $connection->send_presence(undef, undef);
    $pubsub->subscribe_node($connection, "xmpp:$service?subscribe;node=$node", sub {
      my ($error) = @_;
      return $ended->croak('subscribe: ' . $error->string) if $error;
      print "subscribed\n";
    });
  },
  error      => sub { $ended->croak('error: ' . $_[1]->string) },
  disconnect => sub { $ended->croak("disconnected: $_[3]") },
);
$pubsub->reg_cb(
  pubsub_recv => sub {
    my ($self, $item) = @_;
    my ($payload) = $item->nodes;
    print join(' ', 'item', $item->attr('id'), '{' . $payload->namespace . '}' . $payload->name, $payload->text), "\n";
    $ended->send;
  },
);

$connection->connect;
$ended->recv;
