package dev.skerry.dnsregistry.effect;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DNS over UDP (RFC 1035, section 4.2.1). Its threads take turns to receive, and answer inline. Who asks
 * too often is answered as {@link ResponseRates} says, before anything is looked up.
 */
final class UdpDoor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UdpDoor.class);
    private static final int LARGEST_DATAGRAM = 65535;
    private static final int RECEIVE_BUFFER = 1 << 20;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final DatagramChannel channel;
    private final Answers answers;
    private final ResponseRates rates;
    private final DnsMetrics metrics;
    private final List<Thread> threads = new ArrayList<>();

    private UdpDoor(DatagramChannel channel, Answers answers, ResponseRates rates, DnsMetrics metrics) {
        this.channel = channel;
        this.answers = answers;
        this.rates = rates;
        this.metrics = metrics;
    }

    /**
     * Opens the socket and starts answering.
     *
     * @param threads at least 1
     * @throws IOException when the address is in use or not this machine's
     */
    static UdpDoor open(
            InetSocketAddress address, int threads, Answers answers, ResponseRates rates, DnsMetrics metrics)
            throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
            channel.bind(address);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        UdpDoor door = new UdpDoor(channel, answers, rates, metrics);
        for (int i = 0; i < threads; i++) {
            door.threads.add(Thread.ofPlatform().name("dns-udp-" + i).daemon().start(door::serve));
        }
        return door;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Threads.join(threads);
    }

    private void serve() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
        while (channel.isOpen()) {
            try {
                buffer.clear();
                if (channel.receive(buffer) instanceof InetSocketAddress client) {
                    answer(buffer.flip(), client);
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException | RuntimeException e) {
                LOG.warn("a UDP message could not be received or answered", e);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void answer(ByteBuffer received, InetSocketAddress client) throws ClosedChannelException {
        byte[] message = new byte[received.remaining()];
        received.get(message);
        if (client.getPort() == 0) {
            metrics.ignored(Transport.UDP);
            return;
        }
        Optional<byte[]> answer = switch (rates.judge(client.getAddress())) {
            case SEND -> answers.to(message, client.getAddress(), Transport.UDP);
            case TRUNCATE -> {
                metrics.truncated();
                yield answers.truncated(message);
            }
            case DROP -> {
                metrics.dropped();
                yield Optional.empty();
            }
        };
        if (answer.isPresent()) {
            send(answer.get(), client);
        }
    }

    /** An answer that cannot be delivered is the network's loss, not the server's: the asker asks again. */
    private void send(byte[] answer, InetSocketAddress client) throws ClosedChannelException {
        try {
            channel.send(ByteBuffer.wrap(answer), client);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            metrics.ignored(Transport.UDP);
            LOG.debug("an answer could not be sent", e);
        }
    }
}
