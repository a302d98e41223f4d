package dev.skerry.cli.bmc;

import java.util.List;

/**
 * A machine that a power controller told of.
 *
 * @param url of its Redfish system
 * @param macs of its interfaces, in lower-case hex with colons; those with a link first
 * @param serial empty when it is not told
 * @param uuid of its SMBIOS; empty when it is not told
 */
public record FoundSystem(String url, List<String> macs, String serial, String uuid) {

    public FoundSystem {
        macs = List.copyOf(macs);
    }
}
