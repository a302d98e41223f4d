package dev.skerry.cli.command;

import dev.skerry.cli.CommandException;
import dev.skerry.cli.ExitCode;
import dev.skerry.cli.output.Trees;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A question to one DNS server (RFC 1035), with a client subnet (RFC 7871) when there is one. It waits 3 s.
 *
 * @param server {@code host:port}
 * @param zone what a name is completed with
 * @param tcp over TCP, else UDP
 */
public record DnsQuestion(String server, String zone, boolean tcp) {

    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final int UDP_PAYLOAD = 1232;

    /**
     * Asks.
     *
     * @param prefix of the asker, CIDR
     * @return name, label (the name without zone and service), server, subnet, status, answers with name, ttl, type, data
     * @throws CommandException when the server does not answer in time
     */
    public ObjectNode ask(String name, String type, Optional<String> prefix) {
        int code = Type.value(type.toUpperCase(Locale.ROOT));
        if (code < 0) {
            throw new CommandException(ExitCode.USAGE, type + " is no type of DNS records; name A, AAAA or SRV");
        }
        Name full = full(name);
        ObjectNode result = Trees.JSON.createObjectNode();
        result.put("name", full.toString());
        result.put("label", label(full));
        result.put("server", server);
        prefix.ifPresent(subnet -> result.put("subnet", subnet));
        Message answer = send(Message.newQuery(Record.newRecord(full, code, DClass.IN)), prefix);
        result.put("status", Rcode.string(answer.getRcode()));
        ArrayNode answers = result.putArray("answers");
        for (Record each : answer.getSection(Section.ANSWER)) {
            answers.addObject()
                    .put("name", each.getName().toString())
                    .put("ttl", each.getTTL())
                    .put("type", Type.string(each.getType()))
                    .put("data", data(each));
        }
        return result;
    }

    private static String data(Record each) {
        return switch (each) {
            case ARecord a -> a.getAddress().getHostAddress();
            case AAAARecord aaaa -> aaaa.getAddress().getHostAddress();
            default -> each.rdataToString();
        };
    }

    private Name full(String name) {
        String dotted = zone.endsWith(".") ? zone : zone + ".";
        String whole = name.endsWith(".") ? name : name + ".";
        try {
            return Name.fromString(whole.endsWith("." + dotted) ? whole : whole + dotted);
        } catch (TextParseException e) {
            throw new CommandException(ExitCode.USAGE, name + " is no DNS name: " + e.getMessage(), e);
        }
    }

    private static String label(Name full) {
        for (int i = 0; i < full.labels(); i++) {
            String label = full.getLabelString(i);
            if (!label.startsWith("_")) {
                return label;
            }
        }
        return "";
    }

    private Message send(Message query, Optional<String> prefix) {
        try {
            SimpleResolver resolver = new SimpleResolver(address());
            resolver.setTCP(tcp);
            resolver.setTimeout(LIMIT);
            resolver.setEDNS(
                    0,
                    UDP_PAYLOAD,
                    0,
                    prefix.map(DnsQuestion::subnet).map(List::of).orElse(List.of()));
            return resolver.send(query);
        } catch (SocketTimeoutException e) {
            throw new CommandException(
                    ExitCode.TIMED_OUT, server + " has not answered within " + LIMIT.toSeconds() + " s", e);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.UNAVAILABLE, "no DNS server answers at " + server + ": " + e.getMessage(), e);
        }
    }

    private InetSocketAddress address() {
        int colon = server.lastIndexOf(':');
        if (colon < 1 || !server.substring(colon + 1).matches("\\d{1,5}")) {
            throw new CommandException(ExitCode.USAGE, server + " is no DNS server; write HOST:PORT");
        }
        return new InetSocketAddress(server.substring(0, colon), Integer.parseInt(server.substring(colon + 1)));
    }

    private static org.xbill.DNS.EDNSOption subnet(String prefix) {
        int slash = prefix.indexOf('/');
        try {
            InetAddress address = InetAddress.ofLiteral(slash < 0 ? prefix : prefix.substring(0, slash));
            int bits = slash < 0 ? address.getAddress().length * 8 : Integer.parseInt(prefix.substring(slash + 1));
            return new ClientSubnetOption(bits, address);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.FAILURE, prefix + " is no CIDR block", e);
        }
    }
}
