package dev.skerry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.agent.disk.Disk;
import dev.skerry.agent.testing.ManualTiming;
import dev.skerry.agent.testing.RecordingRuntime;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class AgentCoreTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path folder;

    private final ManualTiming timing = new ManualTiming();
    private final List<String> reports = new ArrayList<>();

    private AgentCore core() {
        var settings = new AgentSettings(
                "c", URI.create("https://a"), URI.create("https://b"), "", "", folder, "1", AgentSettings.Pace.USUAL);
        return new AgentCore(
                settings,
                new AgentHost(timing, Runnable::run, new Random(1)),
                JSON,
                new RecordingRuntime(),
                Disk.of(folder),
                new Centre() {
                    @Override
                    public boolean isOpen() {
                        return true;
                    }

                    @Override
                    public Answer report(String report) {
                        reports.add(report);
                        return new Answer(202, Optional.empty());
                    }
                },
                _ -> {});
    }

    /** A cluster about which nothing was decided yet is told generation 0 without placements. */
    @Test
    void anAgentThatIsToRunNothingIsHeardAllTheSame() {
        try (var core = core()) {
            core.start();
            core.take("{\"generation\":0,\"placements\":[]}");
            timing.advance(AgentSettings.Pace.USUAL.reportAtLeast().multipliedBy(3));
            assertThat(reports).hasSizeGreaterThanOrEqualTo(3);
        }
        reports.clear();
        try (var core = core()) {
            core.start();
            timing.advance(AgentSettings.Pace.USUAL.reportAtLeast().multipliedBy(3));
            assertThat(reports).as("after a restart").hasSizeGreaterThanOrEqualTo(3);
        }
    }
}
