package dev.skerry.provisioner.effect;

import dev.skerry.provisioner.domain.Bmc;
import dev.skerry.runtime.Secrets;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Pattern;

/** What lies in the secrets folder for a power controller, in {@code bmc/NAME/}, where its credentialsRef is NAME. Read at each call. */
final class BmcSecrets {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private final Secrets secrets;

    BmcSecrets(Secrets secrets) {
        this.secrets = secrets;
    }

    /** The text of a file, where the controller has credentials and the file is there. */
    Optional<String> optional(Bmc bmc, String file) throws PowerException {
        if (bmc.credentialsRef().isEmpty()) {
            return Optional.empty();
        }
        String name = name(bmc.credentialsRef().get(), file);
        return secrets.exists(name) ? Optional.of(text(name)) : Optional.empty();
    }

    /** The text of a file. */
    String required(Bmc bmc, String file) throws PowerException {
        String ref = bmc.credentialsRef()
                .orElseThrow(() -> PowerException.lasting(
                        "the power controller needs credentials: name their folder in credentialsRef"));
        String name = name(ref, file);
        if (!secrets.exists(name)) {
            throw PowerException.lasting("there is no secret " + name + ": put it into the secrets folder");
        }
        return text(name);
    }

    private String text(String name) throws PowerException {
        try {
            return secrets.text(name);
        } catch (UncheckedIOException e) {
            throw PowerException.passing("the secret " + name + " cannot be read");
        }
    }

    private static String name(String ref, String file) throws PowerException {
        if (!NAME.matcher(ref).matches()) {
            throw PowerException.lasting(
                    "credentialsRef must be the name of a folder in the secrets' bmc folder: letters, "
                            + "digits, dots and hyphens");
        }
        return "bmc/" + ref + "/" + file;
    }
}
