package dev.skerry.provisioner.domain;

import java.util.regex.Pattern;

/**
 * Where a machine in rescue can be logged in to, on port 22.
 *
 * @param address its IP address, as it says
 * @param hostKey the host key's fingerprint as ssh-keygen shows it: {@code SHA256:} and base64 without padding
 */
public record SshServer(String address, String hostKey) {

    /** What the address of a machine may look like; what follows from a wrong one is a person's failing to log in. */
    public static final String ADDRESS_FORM = "[0-9A-Fa-f:.]{2,45}";

    /** What a host key's fingerprint looks like. */
    public static final String HOST_KEY_FORM = "SHA256:[A-Za-z0-9+/]{43}";

    private static final Pattern ADDRESS = Pattern.compile(ADDRESS_FORM);
    private static final Pattern HOST_KEY = Pattern.compile(HOST_KEY_FORM);

    public SshServer {
        if (!ADDRESS.matcher(address).matches()) {
            throw new IllegalArgumentException("address must be an IP address");
        }
        if (!HOST_KEY.matcher(hostKey).matches()) {
            throw new IllegalArgumentException("hostKey must be a fingerprint, SHA256: and 43 characters of base64");
        }
    }
}
