package dev.skerry.appmanager.domain.cluster;

import static dev.skerry.appmanager.domain.Given.NOON;
import static dev.skerry.appmanager.domain.Given.SIXTEEN_CORES;
import static dev.skerry.appmanager.domain.Given.SMALL;
import static dev.skerry.appmanager.domain.Given.container;

import dev.skerry.appmanager.domain.ClusterPhase;
import dev.skerry.appmanager.domain.DnsName;
import dev.skerry.appmanager.domain.PlacementPhase;
import dev.skerry.appmanager.domain.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A cluster that is told one thing after the other. */
final class ClusterStory {

    static final Duration SILENCE = Duration.ofSeconds(30);

    private final ClusterDecider decider = new ClusterDecider(SILENCE);
    private ClusterView view = decider.initial("cph");
    private Instant now = NOON;
    private long sequence;
    private List<String> addresses = List.of("203.0.113.7");
    private final Map<String, AppReport> apps = new HashMap<>();

    /** Tells it, and gives what follows in short. */
    List<String> tell(ClusterInput input) {
        List<ClusterEvent> events = decider.decide(view, input, now);
        view = decider.evolve(view, events);
        return events.stream().map(ClusterStory::text).toList();
    }

    List<String> seen(ClusterPhase phase) {
        return tell(new ClusterInput.Seen(
                new ClusterView.Place("cph", "copenhagen", "emea/dk", phase, List.of()),
                new Resources(4_000, 8_192, 110)));
    }

    List<String> decided(String app, int revision) {
        return decided(app, revision, app);
    }

    List<String> decided(String app, int revision, String dnsName) {
        return decided(app, revision, new DnsName(dnsName, 80, 20));
    }

    List<String> decided(String app, int revision, DnsName dns) {
        return tell(new ClusterInput.Decided(app, new Desired.App(revision, 2, container(SMALL), Optional.of(dns))));
    }

    List<String> withdrawn(String app) {
        return tell(new ClusterInput.Withdrawn(app));
    }

    List<String> stopped(String app) {
        return tell(new ClusterInput.Stopped(app));
    }

    /** The agent reports again, with this app as it says, having applied everything. */
    List<String> reports(String app, int revision, PlacementPhase phase, int ready) {
        apps.put(app, new AppReport(revision, phase, ready, ""));
        return reports();
    }

    void saysNothingOf(String app) {
        apps.remove(app);
    }

    List<String> reports() {
        return tell(new ClusterInput.Reported(report(++sequence, view.desired().generation())));
    }

    List<String> reports(long number, long generation) {
        return tell(new ClusterInput.Reported(report(number, generation)));
    }

    AgentReport report(long number, long generation) {
        return new AgentReport(number, generation, "0.1.0", SIXTEEN_CORES, Resources.NONE, addresses, apps);
    }

    void answersAt(String... places) {
        addresses = List.of(places);
    }

    List<String> wake() {
        return tell(new ClusterInput.Woken());
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    Instant now() {
        return now;
    }

    ClusterView view() {
        return view;
    }

    Optional<Instant> wakeAt() {
        return decider.wakeAt(view);
    }

    private static String text(ClusterEvent event) {
        return switch (event) {
            case ClusterEvent.DesiredChanged e -> (e.wanted().isPresent() ? "Desired " : "Undesired ") + e.app();
            case ClusterEvent.WithdrawalChanged e -> (e.withdrawn() ? "Withdrawn " : "Kept ") + e.app();
            case ClusterEvent.PlaceChanged e -> "Place " + e.place().phase();
            case ClusterEvent.AgentChanged _ -> "Changed";
            case ClusterEvent.AgentHeard e -> e.shown() ? "Heard, shown" : "Heard";
            case ClusterEvent.AgentConnected e -> "Connected at " + e.site();
            case ClusterEvent.AgentDisconnected _ -> "Disconnected";
            case ClusterEvent.PlacementReported e ->
                "Reported " + e.app() + " r" + e.report().revision() + " "
                        + e.report().phase() + " " + e.report().readyReplicas();
            case ClusterEvent.NameFree e -> "NameFree " + e.app();
            case ClusterEvent.WorkloadAvailable e ->
                "Available " + e.app() + " r" + e.announcement().revision() + " as "
                        + e.announcement().dns().map(DnsName::name).orElse("-") + " at "
                        + String.join(",", e.announcement().addresses());
            case ClusterEvent.WorkloadGone e ->
                "Gone " + e.app() + " from " + e.dns().map(DnsName::name).orElse("-") + ": " + e.reason();
        };
    }
}
