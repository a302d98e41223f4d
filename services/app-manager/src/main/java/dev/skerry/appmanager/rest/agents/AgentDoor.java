package dev.skerry.appmanager.rest.agents;

import dev.skerry.appmanager.rest.documents.DocumentParser;
import dev.skerry.appmanager.rest.sse.EventStream;
import dev.skerry.appmanager.rest.sse.OpenStreams;
import dev.skerry.catalogue.Topics;
import dev.skerry.runtime.EventPublisher;
import dev.skerry.runtime.Problem;
import dev.skerry.runtime.limits.ClientRateLimiter;
import dev.skerry.runtime.limits.Clients;
import dev.skerry.runtime.limits.DoorLimits;
import dev.skerry.schemas.apps.AgentReported;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What agents call: the feed down, reports up. Each call is on a virtual thread; a feed keeps its own until it ends. */
@RestController
final class AgentDoor {

    private static final Logger LOG = LoggerFactory.getLogger(AgentDoor.class);
    private static final int REPORTS_PER_SECOND = 20;

    private final Enrolments enrolments;
    private final AgentFeeds feeds;
    private final OpenStreams streams;
    private final EventPublisher publisher;
    private final Clock clock = Clock.systemUTC();
    private final ClientRateLimiter reports;

    AgentDoor(
            Enrolments enrolments,
            AgentFeeds feeds,
            @Qualifier("agentStreams") OpenStreams streams,
            EventPublisher publisher) {
        this.enrolments = enrolments;
        this.feeds = feeds;
        this.streams = streams;
        this.publisher = publisher;
        this.reports = new ClientRateLimiter(REPORTS_PER_SECOND, REPORTS_PER_SECOND, System::nanoTime);
    }

    @GetMapping("/agent/v1/feed")
    void feed(HttpServletRequest request, HttpServletResponse response) {
        AgentIdentity agent = enrolments.current(AgentIdentity.of(request));
        AgentFeed feed = new AgentFeed(known(request.getHeader("Last-Event-ID")));
        Runnable end = feed::close;
        streams.enter(agent.clusterId(), end);
        DoorLimits.leave(request);
        try {
            feeds.serve(agent, feed, EventStream.of(response));
        } catch (IOException e) {
            LOG.debug("the agent of {} went away", agent.clusterId(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            streams.leave(agent.clusterId(), end);
        }
    }

    @PostMapping("/agent/v1/reports")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void report(HttpServletRequest request) throws IOException {
        AgentIdentity agent = enrolments.current(AgentIdentity.of(request));
        long delay = reports.take(Clients.named(agent.clusterId()));
        if (delay > 0) {
            throw Problem.later(
                    429,
                    "more than " + REPORTS_PER_SECOND + " reports a second",
                    "wait, then send the newest alone",
                    Duration.ofNanos(delay));
        }
        byte[] body = request.getInputStream().readNBytes(DocumentParser.LIMIT + 1);
        AgentReported reported = AgentReports.observation(
                DocumentParser.parse(body, "application/json"), agent.clusterId(), clock.instant());
        publisher.publish(Topics.AGENT_OBSERVATIONS, agent.clusterId(), reported);
    }

    private static long known(@Nullable String lastEventId) {
        if (lastEventId == null || lastEventId.isBlank()) {
            return -1;
        }
        try {
            long known = Long.parseLong(lastEventId.strip());
            if (known >= 0) {
                return known;
            }
        } catch (NumberFormatException e) {
            throw badId();
        }
        throw badId();
    }

    private static Problem badId() {
        return new Problem(
                400, "Last-Event-ID", "is not a generation", "send the id of the last event, or leave it out");
    }
}
