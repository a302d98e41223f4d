package dev.skerry.testing.crash.check;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A nonce is exchanged for a join configuration once, and an enrolment token, which a first server's claim brings, for one key. */
public final class TokensUsedOnce implements Invariant {

    @Override
    public String name() {
        return "tokens-used-once";
    }

    @Override
    public List<String> check(History history) {
        Stream<String> claimed =
                History.repeated(history.effects("token-claimed").map(effect -> effect.text("nonce"))).stream()
                        .map(nonce -> "claimed: " + nonce);
        Stream<String> granted =
                History.repeated(history.events("NodeClaimed").map(event -> event.text("nonce"))).stream()
                        .map(nonce -> "granted: " + nonce);
        Stream<String> enrolled = history
                .events("ClusterState")
                .filter(event -> !event.text("enrolmentId").isEmpty())
                .collect(Collectors.groupingBy(
                        event -> event.key() + " " + claim(event),
                        TreeMap::new,
                        Collectors.mapping(event -> event.text("enrolmentId"), Collectors.toSet())))
                .entrySet()
                .stream()
                .filter(token -> token.getValue().size() > 1)
                .map(token -> "enrolled with more than one key: " + token.getKey());
        return Stream.of(claimed, granted, enrolled).flatMap(each -> each).toList();
    }

    private static String claim(Event cluster) {
        return cluster.value()
                .path("nodes")
                .valueStream()
                .filter(node -> node.path("role").asString("").equals("FIRST_SERVER"))
                .map(node -> node.path("claimId").asString(""))
                .findFirst()
                .orElse("");
    }
}
