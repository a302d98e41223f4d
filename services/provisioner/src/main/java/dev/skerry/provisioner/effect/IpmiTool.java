package dev.skerry.provisioner.effect;

import dev.skerry.kernel.HostPort;
import dev.skerry.provisioner.domain.Bmc;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One command of IPMI 2.0 over a network, by the program ipmitool. The password goes through its standard input, which it reads as
 * its password file: it stands in no argument, variable or file of ours.
 */
final class IpmiTool {

    static final int PORT = 623;

    /** RAKP-HMAC-SHA1, HMAC-SHA1-96, AES-CBC-128 (IPMI 2.0, table 22-20): what every controller must have. */
    private static final String CIPHER_SUITE = "3";

    private static final int LONGEST_PASSWORD = 20;
    private static final int LONGEST_USERNAME = 16;

    /** Two seconds for each of a session's messages; a controller that is away has then been asked twice. */
    private static final List<String> PATIENCE = List.of("-N", "2", "-R", "1");

    private static final Duration LIMIT = Duration.ofSeconds(8);

    private static final List<String> REFUSED = List.of(
            "RAKP 2 HMAC is invalid",
            "unauthorized name",
            "unauthorized role requested",
            "Insufficient privilege level",
            "RAKP 4 message has invalid integrity check value");
    private static final List<String> OTHER_CIPHER = List.of(
            "invalid authentication algorithm",
            "no matching authentication algorithm",
            "invalid integrity algorithm",
            "no matching integrity algorithm",
            "invalid confidentiality algorithm",
            "no matching cipher suite",
            "Unsupported cipher suite");
    private static final List<String> UNKNOWN_COMMAND = List.of("Invalid command", "Invalid data field in request");

    private final BmcSecrets secrets;
    private final Programs programs;

    IpmiTool(BmcSecrets secrets, Programs programs) {
        this.secrets = secrets;
        this.programs = programs;
    }

    /** The command's output. @throws PowerException when it was not done */
    String run(Bmc bmc, String... command) throws PowerException, InterruptedException {
        HostPort address = address(bmc);
        List<String> line = new ArrayList<>(List.of("ipmitool", "-v", "-I", "lanplus"));
        line.addAll(List.of("-C", cipherSuite(bmc)));
        line.addAll(List.of("-H", address.host(), "-p", String.valueOf(address.port())));
        line.addAll(List.of("-U", atMost(LONGEST_USERNAME, bmc, "username"), "-f", "/dev/stdin"));
        line.addAll(PATIENCE);
        line.addAll(List.of(command));
        String at = bmc.address() + ", " + String.join(" ", command);
        try {
            Programs.Ended ended = programs.run(line, atMost(LONGEST_PASSWORD, bmc, "password") + "\n", LIMIT);
            if (ended.code() != 0) {
                throw failure(at, ended.output());
            }
            return ended.output();
        } catch (Programs.MissingException e) {
            throw PowerException.lasting(
                    "the program ipmitool is missing where the provisioner runs: install it (apt-get install ipmitool),"
                            + " or give the machine's Redfish address");
        } catch (IOException e) {
            throw PowerException.passing(at + ": " + e.getMessage());
        }
    }

    private static PowerException failure(String at, String output) {
        if (says(output, REFUSED)) {
            return PowerException.lasting(at + " was refused: check the credentials that credentialsRef names, and that"
                    + " they are an administrator's or operator's");
        }
        if (says(output, OTHER_CIPHER)) {
            return PowerException.lasting(at + " was refused for its cipher suite: write the number of one that the"
                    + " controller takes, such as 17, into bmc/NAME/cipher-suite in the secrets folder");
        }
        String last = Stream.of(output.split("\n"))
                .filter(line -> !line.isBlank())
                .reduce("it said nothing", (_, next) -> next);
        if (last.contains("not supported in present state")) {
            return PowerException.conflict(at + ": " + last);
        }
        if (says(last, UNKNOWN_COMMAND)) {
            return PowerException.lasting(at + ": the controller does not do that (" + last + ")");
        }
        return PowerException.passing(at + ": " + last);
    }

    private static boolean says(String output, List<String> texts) {
        return texts.stream().anyMatch(output::contains);
    }

    private String cipherSuite(Bmc bmc) throws PowerException {
        String number = secrets.optional(bmc, "cipher-suite").orElse(CIPHER_SUITE);
        if (!number.matches("[0-9]{1,3}")) {
            throw PowerException.lasting("bmc/NAME/cipher-suite must be a number, such as 3 or 17");
        }
        return number;
    }

    private String atMost(int most, Bmc bmc, String file) throws PowerException {
        String text = secrets.required(bmc, file);
        if (text.getBytes(StandardCharsets.UTF_8).length > most || text.chars().anyMatch(Character::isISOControl)) {
            throw PowerException.lasting(
                    "the secret " + file + " of " + bmc.credentialsRef().orElse("")
                            + " is not one for IPMI 2.0: it is one line of at most " + most + " bytes");
        }
        return text;
    }

    private static HostPort address(Bmc bmc) throws PowerException {
        Optional<HostPort> address = HostPort.parse(bmc.address(), "ipmi", PORT);
        return address.orElseThrow(() -> PowerException.lasting("the BMC's address must be " + HostPort.SYNTAX
                + ", such as 10.0.0.7 or 10.0.0.7:623, without user or password"));
    }
}
