package dev.skerry.provisioner.effect;

import java.net.URI;

/** The ISO image from which a machine boots as from a CD. */
interface Medium {

    /**
     * Where a controller fetches a machine's image.
     *
     * @param mac the machine's first, canonical
     * @throws PowerException when there is none
     */
    URI of(String mac) throws PowerException;
}
