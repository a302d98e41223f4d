package dev.skerry.appmanager.rest.fleet;

/** Who stands behind a request. The door knows nobody by name: an unproven name in an event would be worse than none. */
final class Requester {

    static final String NAME = "fleet-api";

    private Requester() {}
}
