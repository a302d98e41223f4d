package dev.skerry.testing.crash.check;

import java.util.List;

/** Something that holds whatever was killed. */
public interface Invariant {

    String name();

    /** What is wrong, for a person; empty when it holds. */
    List<String> check(History history);
}
