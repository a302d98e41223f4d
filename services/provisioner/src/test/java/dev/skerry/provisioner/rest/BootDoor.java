package dev.skerry.provisioner.rest;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.skerry.provisioner.Models;
import dev.skerry.provisioner.Published;
import dev.skerry.provisioner.domain.Fixture;
import dev.skerry.provisioner.effect.BootFiles;
import dev.skerry.provisioner.effect.BootMedium;
import dev.skerry.provisioner.effect.ScriptRenderer;
import dev.skerry.provisioner.effect.WaitPlan;
import dev.skerry.provisioner.wire.Bytes;
import dev.skerry.provisioner.wire.MachineWire;
import dev.skerry.runtime.Problem;
import dev.skerry.runtime.Secrets;
import dev.skerry.runtime.UnavailableException;
import dev.skerry.schemas.inventory.SiteState;
import dev.skerry.schemas.provisioning.ProvisioningState;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** The boot door with a read model, a broker and a clock that the test moves. */
class BootDoor {

    @TempDir
    Path folder;

    final Models<ProvisioningState> machines = new Models<>();
    final Models<SiteState> sites = new Models<>();
    final Published published = new Published();
    final Fixture machine = new Fixture();
    Instant now = Fixture.START;
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    MockMvc door;

    /** As the runtime answers. */
    @RestControllerAdvice
    static final class Answers {
        @ExceptionHandler
        ResponseEntity<ProblemDetail> problem(Problem problem) {
            ProblemDetail detail = ProblemDetail.forStatus(problem.status());
            detail.setDetail(problem.getMessage());
            detail.setProperties(Map.of("field", problem.field(), "remedy", problem.remedy()));
            return ResponseEntity.status(problem.status()).body(detail);
        }

        @ExceptionHandler
        ResponseEntity<ProblemDetail> unavailable(UnavailableException e) {
            return ResponseEntity.status(503).body(ProblemDetail.forStatus(503));
        }
    }

    @BeforeEach
    void open() throws Exception {
        Bytes.trustOurs();
        Files.writeString(folder.resolve("ca.crt"), "PEM");
        Files.createDirectories(folder.resolve("files/sub"));
        Files.writeString(folder.resolve("files/vmlinuz"), "kernel");
        Files.writeString(folder.resolve("files/sub/modules"), "modules");
        sites.put("copenhagen", site("copenhagen"));
        sites.put("oslo", site("oslo"));
        Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
        MachineIndex index = new MachineIndex(machines);
        Secrets secrets = new Secrets(folder);
        BootFiles files = new BootFiles(Optional.of(folder.resolve("files")));
        ScriptRenderer scripts = new ScriptRenderer(
                URI.create("http://10.0.0.1:8080"),
                URI.create("https://10.0.0.1:8443"),
                new WaitPlan(Duration.ofSeconds(5), 50),
                secrets,
                files);
        door = MockMvcBuilders.standaloneSetup(
                        new BootController(
                                index,
                                sites,
                                new Announcer(published, clock),
                                new Contacts(index, machine.decider, published, clock),
                                scripts,
                                metrics),
                        new ReportController(index, published),
                        new FilesController(files, secrets),
                        new MediaController(index, new BootMedium(URI.create("http://10.0.0.1:8080"), files), scripts))
                .setControllerAdvice(new Answers())
                .build();
    }

    void show(Fixture shown) {
        machines.put(Fixture.ID, (ProvisioningState) new MachineWire()
                .changed(Fixture.ID, shown.machine, shown.history)
                .getFirst()
                .record());
    }

    ResultActions report(String kind, String body) throws Exception {
        return door.perform(
                post("/boot/attempts/" + machine.nonce() + "/" + kind).content(body));
    }

    static void refused(ResultActions answer, int status, String field) throws Exception {
        answer.andExpect(status().is(status))
                .andExpect(content().contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON))
                .andExpect(jsonPath("$.field").value(field))
                .andExpect(jsonPath("$.remedy").isNotEmpty());
    }

    static SiteState site(String name) {
        return SiteState.newBuilder()
                .setSite(name)
                .setLatitude(55.7)
                .setLongitude(12.6)
                .setRegion("emea/dk")
                .setRegisteredAt(Fixture.START)
                .build();
    }
}
