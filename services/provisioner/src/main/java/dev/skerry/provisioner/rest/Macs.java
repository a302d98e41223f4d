package dev.skerry.provisioner.rest;

import dev.skerry.provisioner.domain.Mac;
import dev.skerry.runtime.Problem;

/** MAC addresses as they come in at the doors. */
final class Macs {

    private Macs() {}

    /**
     * The canonical form.
     *
     * @param field where it stands in the request
     * @throws Problem 422 when it is none
     */
    static String canonical(String field, String text) {
        try {
            return Mac.canonical(text);
        } catch (IllegalArgumentException e) {
            throw Problem.field(field, "not a MAC address", Mac.REMEDY);
        }
    }
}
