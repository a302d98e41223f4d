package dev.skerry.testing.crash.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.node.ObjectNode;

/** A fault planted in the ledger or the topics of a real run is found, and nothing else is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CheckerTest {

    private History run = new History(List.of(), List.of());

    @BeforeAll
    void read() throws IOException {
        run = RecordedRun.read();
    }

    @Test
    void aRunWithKillsAndNoFaultIsClean() {
        Checker checker = new Checker();
        checker.add(run);
        assertThat(checker.violations()).isEmpty();
        assertThat(checker.line())
                .isEqualTo("{\"kills\":%d,\"events\":%d,\"lost\":0,\"doubled\":0,\"violations\":[]}"
                        .formatted(run.effects("kill").count(), run.events().size()));
        assertThat(run.effects("kill").count()).isPositive();
    }

    @Test
    void aLostBootReportIsFound() {
        Effect report =
                effect("boot-report-acknowledged", each -> each.subject().equals("inspection"));
        assertThat(found(without(event -> event.type().equals("InspectionReported")
                        && event.text("nonce").equals(report.text("nonce")))))
                .isNotEmpty()
                .allMatch(violation ->
                        violation.startsWith("nothing-lost: ") && violation.contains(report.text("nonce")));
    }

    @Test
    void oneLostStepOfAnInstallationIsFound() {
        Effect report =
                effect("boot-report-acknowledged", each -> each.text("step").equals("write-image"));
        assertThat(found(without(event -> event.type().equals("ProgressReported")
                        && event.text("nonce").equals(report.text("nonce"))
                        && event.text("step").equals("write-image"))))
                .hasSize(1)
                .allMatch(violation -> violation.startsWith("nothing-lost: "));
    }

    @Test
    void aLostAgentReportIsFound() {
        Effect report = effect("agent-report-acknowledged", _ -> true);
        assertThat(found(without(event -> event.type().equals("AgentReported")
                        && event.key().equals(report.subject())
                        && event.value().path("sequence").equals(report.line().path("sequence")))))
                .containsExactly("nothing-lost: acknowledged, but in no topic: " + report.line());
    }

    @Test
    void aLostRequestIsFound() {
        Effect request = effect("event-acknowledged", each -> each.subject().startsWith("deploy"));
        Checker checker = new Checker();
        checker.add(without(event -> event.id().equals(request.text("eventId"))));
        assertThat(checker.line()).contains("\"lost\":1,\"doubled\":0");
    }

    @Test
    void anEventThatIsWrittenTwiceIsFound() {
        Event twice = event("NodeJoined", _ -> true);
        Checker checker = new Checker();
        checker.add(with(new Event(
                twice.topic(),
                twice.partition(),
                twice.offset() + 100_000,
                twice.timestamp() + 1,
                twice.key(),
                twice.id(),
                twice.type(),
                twice.value())));
        assertThat(checker.line()).contains("\"lost\":0,\"doubled\":1");
        assertThat(checker.violations()).hasSize(1);
    }

    @Test
    void anImageThatIsWrittenTwiceForOneAttemptIsFound() {
        assertThat(found(again("image-written")))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("one-installation-per-attempt: ");
    }

    @Test
    void aTokenThatIsClaimedTwiceIsFound() {
        assertThat(found(again("token-claimed"))).hasSize(1).first().asString().startsWith("tokens-used-once: claimed");
    }

    @Test
    void aClaimThatIsGrantedTwiceIsFound() {
        Event claim = event("NodeClaimed", _ -> true);
        assertThat(found(with(changed(claim, claim.value().deepCopy()))))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("tokens-used-once: granted");
    }

    @Test
    void anEnrolmentTokenThatIsUsedWithASecondKeyIsFound() {
        Event cluster = event("ClusterState", each -> !each.text("enrolmentId").isEmpty());
        var other = ((ObjectNode) cluster.value().deepCopy()).put("enrolmentId", "another key");
        assertThat(found(with(changed(cluster, other))))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("tokens-used-once: enrolled with more than one key: " + cluster.key());
    }

    @Test
    void aBootScriptForAnAttemptThatNobodyBeganIsFound() {
        assertThat(found(with(altered("boot-script", _ -> true, 1, line -> line.put("nonce", "made up")))))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("effects-have-causes: ");
    }

    @Test
    void aPowerCommandWithoutATaskIsFound() {
        Predicate<Effect> redfish = each -> !each.text("command").equals("wake");
        assertThat(found(with(altered("power-command", redfish, 1, line -> line.put("request", "made up/1")))))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("effects-have-causes: ");
    }

    @Test
    void anObjectOfARevisionThatWasNeverDecidedIsFound() {
        assertThat(found(with(altered("object-applied", _ -> true, 1, line -> line.put("revision", 4711)))))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("effects-have-causes: ");
    }

    @Test
    void aPromiseBeyondCapacityIsFound() {
        Event last = run.events("PlacementState").reduce((_, later) -> later).orElseThrow();
        var larger = ((ObjectNode) last.value().deepCopy()).put("replicas", 100_000);
        assertThat(found(with(changed(last, larger))))
                .isNotEmpty()
                .allMatch(violation ->
                        violation.startsWith("capacity-kept: ") && violation.contains(last.text("clusterId")));
    }

    @Test
    void aNameThatOutlivesItsWorkloadIsFound() {
        Effect answer = lastAnswer();
        long removed = answer.at() + 1;
        assertThat(found(withEffects(removal(removed, answer), moved(answer, removed + 4_000))))
                .isEmpty();
        assertThat(found(withEffects(removal(removed, answer), moved(answer, removed + 6_000))))
                .isNotEmpty()
                .allMatch(violation -> violation.startsWith("names-follow-workloads: " + answer.subject()));
    }

    @Test
    void timeInWhichTheProductIsAwayDoesNotCountAgainstAName() {
        Effect answer = lastAnswer();
        long removed = answer.at() + 1;
        Effect outage = altered("outage", _ -> true, 0, line -> line.put("from", removed));
        assertThat(found(withEffects(
                        removal(removed, answer), moved(outage, removed + 60_000), moved(answer, removed + 70_000))))
                .isEmpty();
        assertThat(found(withEffects(
                        removal(removed, answer), moved(outage, removed + 60_000), moved(answer, removed + 90_000))))
                .isNotEmpty();
    }

    @Test
    void aNameThatIsAnsweredWithALostClusterForTooLongIsFound() {
        Effect answer = lastAnswer();
        Effect stopped = altered(
                "cluster-started",
                each -> each.subject().equals(cluster(answer)),
                0,
                line -> line.put("kind", "cluster-stopped"));
        long at = answer.at() + 1;
        assertThat(found(withEffects(moved(stopped, at), moved(answer, at + 80_000))))
                .isEmpty();
        assertThat(found(withEffects(moved(stopped, at), moved(answer, at + 100_000))))
                .isNotEmpty()
                .allMatch(violation -> violation.startsWith("names-follow-workloads: "));
    }

    @Test
    void aFleetThatDoesNotConvergeIsFound() {
        Effect verdict = altered(
                "converged", _ -> true, 1, line -> line.putArray("reasons").add("machine a-1 is FAILED"));
        assertThat(found(with(verdict))).containsExactly("converged: machine a-1 is FAILED");
        assertThat(found(new History(
                        run.effects().stream()
                                .filter(each -> !each.kind().equals("converged"))
                                .toList(),
                        run.events())))
                .containsExactly("converged: the run ended without a verdict");
    }

    private static List<String> found(History history) {
        Checker checker = new Checker();
        checker.add(history);
        return checker.violations().stream()
                .map(violation -> violation.invariant() + ": " + violation.what())
                .toList();
    }

    private Effect effect(String kind, Predicate<Effect> wanted) {
        return run.effects(kind).filter(wanted).findFirst().orElseThrow();
    }

    private Event event(String type, Predicate<Event> wanted) {
        return run.events(type).filter(wanted).findFirst().orElseThrow();
    }

    private History without(Predicate<Event> lost) {
        return new History(
                run.effects(), run.events().stream().filter(lost.negate()).toList());
    }

    private History with(Event more) {
        List<Event> events = new ArrayList<>(run.events());
        events.add(more);
        return new History(run.effects(), events);
    }

    private History with(Effect more) {
        return withEffects(more);
    }

    private History withEffects(Effect... more) {
        List<Effect> effects = new ArrayList<>(run.effects());
        effects.addAll(List.of(more));
        return new History(effects, run.events());
    }

    private History again(String kind) {
        return with(altered(kind, _ -> true, 1_000, _ -> {}));
    }

    /** The same event with another value, a second later and under another id. */
    private static Event changed(Event event, tools.jackson.databind.JsonNode value) {
        return new Event(
                event.topic(),
                event.partition(),
                event.offset() + 100_000,
                event.timestamp() + 1_000,
                event.key(),
                event.id() + "-planted",
                event.type(),
                value);
    }

    private Effect altered(
            String kind, Predicate<Effect> wanted, long later, java.util.function.Consumer<ObjectNode> change) {
        Effect effect = effect(kind, wanted);
        ObjectNode line = (ObjectNode) effect.line().deepCopy();
        line.put("at", effect.at() + later);
        change.accept(line);
        return Effect.of(line);
    }

    private static Effect moved(Effect effect, long at) {
        return Effect.of(((ObjectNode) effect.line().deepCopy()).put("at", at));
    }

    /** The last right answer that names a cluster. */
    private Effect lastAnswer() {
        return run.effects("dns-answer")
                .filter(answer -> !answer.line().path("addresses").isEmpty())
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    private Effect removal(long at, Effect answer) {
        Effect applied = effect("object-applied", each -> each.subject().equals(cluster(answer)));
        ObjectNode line = (ObjectNode) applied.line().deepCopy();
        line.put("at", at).put("kind", "object-removed").put("app", app(answer));
        return Effect.of(line);
    }

    private String app(Effect answer) {
        return event("RecordState", each -> each.text("name").equals(answer.subject()))
                .text("app");
    }

    private String cluster(Effect answer) {
        String address = answer.line().path("addresses").path(0).asString("");
        return run.effects("cluster-started")
                .filter(each -> each.line()
                        .path("addresses")
                        .valueStream()
                        .anyMatch(one -> NamesFollowWorkloads.address(one.asString(""))
                                .equals(NamesFollowWorkloads.address(address))))
                .reduce((_, later) -> later)
                .orElseThrow()
                .subject();
    }
}
