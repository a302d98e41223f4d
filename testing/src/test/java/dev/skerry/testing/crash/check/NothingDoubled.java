package dev.skerry.testing.crash.check;

import java.util.List;

/** No two committed events have one id. A dead letter keeps the id of what was refused, so it is known by its reader too. */
public final class NothingDoubled implements Invariant {

    @Override
    public String name() {
        return "nothing-doubled";
    }

    @Override
    public List<String> check(History history) {
        return History.repeated(history.events().stream()
                .filter(event -> !event.id().isEmpty() && !event.topic().equals("skerry.dead.letters"))
                .map(event -> event.topic() + " " + event.id()));
    }
}
