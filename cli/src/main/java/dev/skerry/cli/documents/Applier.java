package dev.skerry.cli.documents;

import dev.skerry.cli.CommandException;
import dev.skerry.cli.ExitCode;
import dev.skerry.cli.api.FleetApi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Makes a request of each document: the sites first, and once they are on record the rest, kind by kind. */
public final class Applier {

    private static final int AT_ONCE = 16;
    private static final Duration RECORDING = Duration.ofSeconds(30);
    private static final long POLL_MILLIS = 100;

    private final FleetApi api;
    private final String source;
    private final Consumer<Outcome> listener;

    /**
     * Applies documents of files.
     *
     * @param listener told each outcome in the documents' order within a kind
     */
    public Applier(FleetApi api, Consumer<Outcome> listener) {
        this(api, "file", listener);
    }

    /**
     * Applies documents of another source.
     *
     * @param source where the documents of machines come from: file, dhcp or bmc
     * @param listener told each outcome in the documents' order within a kind
     */
    public Applier(FleetApi api, String source, Consumer<Outcome> listener) {
        this.api = api;
        this.source = source;
        this.listener = listener;
    }

    /** What became of a document. */
    public sealed interface Outcome {

        Document document();

        /** The request is on its way; the answer names its event. */
        record Accepted(Document document, JsonNode answer) implements Outcome {}

        /** The fleet refused it. */
        record Refused(Document document, CommandException why) implements Outcome {

            /** The place, what is wrong, and what to do. */
            public String message() {
                return document.place() + ": " + why.text();
            }
        }
    }

    /**
     * Applies documents. One that is refused does not keep the others back.
     *
     * @return all outcomes
     * @throws CommandException when the fleet does not answer, or has not recorded the sites within 30 s
     */
    public List<Outcome> apply(List<Document> documents) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            List<Document> ofKind = documents.stream()
                    .filter(document -> document.kind() == kind)
                    .toList();
            List<Outcome> done = post(ofKind);
            outcomes.addAll(done);
            if (kind == Kind.SITE && documents.size() > ofKind.size()) {
                awaitRecorded(done);
            }
        }
        return outcomes;
    }

    private List<Outcome> post(List<Document> documents) {
        Semaphore turns = new Semaphore(AT_ONCE);
        List<Outcome> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Outcome>> posting = documents.stream()
                    .map(document -> threads.submit(() -> {
                        turns.acquire();
                        try {
                            return post(document);
                        } finally {
                            turns.release();
                        }
                    }))
                    .toList();
            try {
                for (Future<Outcome> each : posting) {
                    Outcome outcome = each.get();
                    outcomes.add(outcome);
                    listener.accept(outcome);
                }
            } catch (ExecutionException e) {
                threads.shutdownNow();
                throw e.getCause() instanceof CommandException known ? known : new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                threads.shutdownNow();
                Thread.currentThread().interrupt();
                throw new CommandException(ExitCode.FAILURE, "interrupted", e);
            }
        }
        return outcomes;
    }

    private Outcome post(Document document) {
        try {
            return new Outcome.Accepted(document, api.post(path(document.kind()), document.tree()));
        } catch (CommandException e) {
            if (e.exitCode() == ExitCode.REFUSED) {
                return new Outcome.Refused(document, e);
            }
            throw new CommandException(e.exitCode(), document.place() + ": " + e.text(), e);
        }
    }

    /** The API keeps of a machine how it became known. */
    private String path(Kind kind) {
        return kind == Kind.MACHINE ? kind.collection() + "?source=" + source : kind.collection();
    }

    /** What is announced at a site that is not on record yet would be refused. */
    private void awaitRecorded(List<Outcome> sites) {
        Set<String> missing = new TreeSet<>();
        for (Outcome outcome : sites) {
            if (outcome instanceof Outcome.Accepted accepted) {
                missing.add(accepted.document().name());
            }
        }
        long end = System.nanoTime() + RECORDING.toNanos();
        while (!missing.isEmpty()) {
            api.get("sites")
                    .path("items")
                    .forEach(site -> missing.remove(site.path("site").asString("")));
            if (!missing.isEmpty()) {
                if (System.nanoTime() - end > 0) {
                    throw new CommandException(
                            ExitCode.TIMED_OUT,
                            "these sites were accepted but are not on record after %d s: %s; look among the dead letters, and apply the file again"
                                    .formatted(RECORDING.toSeconds(), String.join(", ", missing)));
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(ExitCode.FAILURE, "interrupted", e);
        }
    }
}
