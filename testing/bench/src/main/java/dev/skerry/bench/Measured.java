package dev.skerry.bench;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What a benchmark found. */
public interface Measured {

    /** For programs. */
    ObjectNode json();

    /** For people. */
    List<String> lines();
}
