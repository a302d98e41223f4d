package dev.skerry.sim.dns;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.TreeSet;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** Asks one server over UDP, and over TCP when told so or when the answer was cut off. */
final class DnsClient {

    private static final int TIMEOUT_MILLIS = 2000;
    private static final int TRIES = 3;
    private static final int PAYLOAD = 1232;

    private final InetSocketAddress server;

    DnsClient(InetSocketAddress server) {
        this.server = server;
    }

    /** @param addresses sorted; empty when there are none */
    record Answer(String rcode, List<String> addresses) {}

    /**
     * @param name absolute
     * @param type A or AAAA
     * @param prefix whose question it is, a CIDR block; sent as EDNS client subnet (RFC 7871)
     * @throws IOException when there is no usable answer
     */
    Answer ask(String name, int type, String prefix, boolean overTcp) throws IOException {
        var question = question(name, type, prefix);
        var response = overTcp ? overTcp(question) : overUdp(question);
        if (!overTcp && response.getHeader().getFlag(Flags.TC)) {
            response = overTcp(question);
        }
        var addresses = new TreeSet<String>();
        for (Record record : response.getSection(Section.ANSWER)) {
            if (record instanceof ARecord a) {
                addresses.add(a.getAddress().getHostAddress());
            } else if (record instanceof AAAARecord aaaa) {
                addresses.add(aaaa.getAddress().getHostAddress());
            }
        }
        return new Answer(Rcode.string(response.getRcode()), List.copyOf(addresses));
    }

    private static Message question(String name, int type, String prefix) throws IOException {
        var message = Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
        message.getHeader().unsetFlag(Flags.RD);
        int slash = prefix.indexOf('/');
        if (slash > 0) {
            var address = InetAddress.getByName(prefix.substring(0, slash));
            var subnet = new ClientSubnetOption(Integer.parseInt(prefix.substring(slash + 1)), address);
            message.addRecord(new OPTRecord(PAYLOAD, 0, 0, 0, List.of(subnet)), Section.ADDITIONAL);
        }
        return message;
    }

    /** A server may come back at another address under its name. */
    private InetSocketAddress current() {
        return new InetSocketAddress(server.getHostString(), server.getPort());
    }

    private Message overUdp(Message question) throws IOException {
        byte[] bytes = question.toWire();
        try (var socket = new DatagramSocket()) {
            socket.connect(current());
            socket.setSoTimeout(TIMEOUT_MILLIS);
            for (int attempt = 1; ; attempt++) {
                socket.send(new DatagramPacket(bytes, bytes.length));
                try {
                    return receive(socket, question);
                } catch (SocketTimeoutException e) {
                    if (attempt == TRIES) {
                        throw new IOException("no answer over UDP", e);
                    }
                }
            }
        }
    }

    private static Message receive(DatagramSocket socket, Message question) throws IOException {
        while (true) {
            var packet = new DatagramPacket(new byte[65_535], 65_535);
            socket.receive(packet);
            byte[] bytes = new byte[packet.getLength()];
            System.arraycopy(packet.getData(), 0, bytes, 0, bytes.length);
            var response = new Message(bytes);
            if (response.getHeader().getID() == question.getHeader().getID()) {
                return response;
            }
        }
    }

    private Message overTcp(Message question) throws IOException {
        byte[] bytes = question.toWire();
        try (var socket = new Socket()) {
            socket.connect(current(), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            var framed = ByteBuffer.allocate(2 + bytes.length)
                    .putShort((short) bytes.length)
                    .put(bytes);
            socket.getOutputStream().write(framed.array());
            var in = new DataInputStream(socket.getInputStream());
            byte[] answer = new byte[in.readUnsignedShort()];
            in.readFully(answer);
            var response = new Message(answer);
            if (response.getHeader().getID() != question.getHeader().getID()) {
                throw new IOException("an answer to another question over TCP");
            }
            return response;
        }
    }
}
