package dev.skerry.provisioner.domain;

import java.util.List;

/**
 * A machine of which a power controller told.
 *
 * @param url of its Redfish system
 * @param macs of its interfaces, canonical; those with a link first. Empty: none was told
 * @param serial empty when it is not told
 * @param smbiosUuid in lower case; empty when it is not told
 */
public record FoundSystem(String url, List<String> macs, String serial, String smbiosUuid) {

    public FoundSystem {
        macs = List.copyOf(macs);
    }
}
