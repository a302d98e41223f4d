package dev.skerry.dnsregistry.effect;

import java.util.Optional;
import org.xbill.DNS.Name;

/** What arrived at the socket, after reading it. */
sealed interface Incoming {

    /** Too short to be answered, or itself a response: answering it could start a loop (RFC 5452, section 9). */
    record Ignored() implements Incoming {}

    /**
     * Answered with an error from its form alone.
     *
     * @param question as far as it could be read
     * @param edns whether it had an OPT record, so that the answer has one (RFC 6891, section 7)
     * @param rcode the extended one, 0 to 4095
     */
    record Rejected(Head head, Optional<Question> question, boolean edns, int rcode) implements Incoming {}

    /** A query with one question. */
    record Query(Head head, Question question, Optional<Edns> edns) implements Incoming {}

    /**
     * What a response copies from the header (RFC 1035, section 4.1.1).
     *
     * @param id 0 to 65535
     * @param opcode 0 to 15
     */
    record Head(int id, int opcode, boolean recursionDesired) {}

    /**
     * The question.
     *
     * @param name in the case in which it was asked
     * @param type 0 to 65535
     * @param dclass 0 to 65535
     */
    record Question(Name name, int type, int dclass) {}

    /**
     * The asker's OPT record (RFC 6891, section 6.1), version 0.
     *
     * @param payload the largest UDP message that it takes, bytes, as it says
     * @param dnssecOk the DO flag, which is copied (RFC 3225, section 3)
     * @param subnet the client subnet option, when there is one
     */
    record Edns(int payload, boolean dnssecOk, Optional<ClientSubnet> subnet) {}
}
