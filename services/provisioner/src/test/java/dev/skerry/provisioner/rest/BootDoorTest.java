package dev.skerry.provisioner.rest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.skerry.catalogue.Topics;
import dev.skerry.provisioner.domain.Fixture;
import dev.skerry.provisioner.domain.Identity;
import dev.skerry.provisioner.domain.MachineInput;
import dev.skerry.schemas.inventory.MachineAnnounced;
import dev.skerry.schemas.inventory.Source;
import dev.skerry.schemas.provisioning.BootContactObserved;
import dev.skerry.schemas.provisioning.BootScript;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;

class BootDoorTest extends BootDoor {

    private static final String SCRIPT = "/boot/copenhagen/52-54-00-00-01-01/script";

    @Test
    void theFirstScriptLeadsToTheMachines() throws Exception {
        door.perform(get("/boot/copenhagen/boot.ipxe"))
                .andExpect(status().isOk())
                .andExpect(content().contentTypeCompatibleWith(MediaType.TEXT_PLAIN))
                .andExpect(content().string(org.hamcrest.Matchers.startsWith("#!ipxe\n")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/boot/atlantis/boot.ipxe", "/boot/atlantis/52:54:00:00:01:01/script"})
    void anUnknownSiteIs404(String path) throws Exception {
        refused(door.perform(get(path)), 404, "site");
    }

    @Test
    void anUnknownSiteIs503UntilAllAreRead() throws Exception {
        sites.complete = false;
        door.perform(get("/boot/atlantis/boot.ipxe")).andExpect(status().isServiceUnavailable());
    }

    @ParameterizedTest
    @ValueSource(strings = {"52:54:00:00:01", "nonsense", "52:54:00:00:01:zz"})
    void aMalformedMacIsNamed(String mac) throws Exception {
        refused(door.perform(get("/boot/copenhagen/" + mac + "/script")), 422, "mac");
        assertThat(published.events).isEmpty();
    }

    @Test
    void anUnknownMacIsAnnouncedOnceAMinuteAndWaits() throws Exception {
        for (int i = 0; i < 5; i++) {
            door.perform(get(SCRIPT + "?arch=x86_64"))
                    .andExpect(status().isOk())
                    .andExpect(content().string("""
                            #!ipxe
                            :wait
                            sleep 5
                            chain --autofree --replace http://10.0.0.1:8080%s?arch=x86_64 ||
                            goto wait
                            """.formatted(SCRIPT)));
        }
        assertThat(published.events).singleElement().satisfies(event -> {
            assertThat(event.topic()).isEqualTo(Topics.MACHINE_REQUESTS);
            assertThat(event.key()).isEqualTo("52:54:00:00:01:01");
            assertThat(event.value()).isInstanceOfSatisfying(MachineAnnounced.class, announced -> {
                assertThat(announced.getMacs()).containsExactly("52:54:00:00:01:01");
                assertThat(announced.getSite()).isEqualTo("copenhagen");
                assertThat(announced.getSource()).isEqualTo(Source.NETWORK_BOOT);
            });
        });
        now = now.plusSeconds(60);
        door.perform(get(SCRIPT));
        assertThat(published.events).hasSize(2);
    }

    @Test
    void whatTheBrokerDidNotTakeIsAnnouncedAgain() throws Exception {
        published.brokerIsAway = true;
        door.perform(get(SCRIPT)).andExpect(status().isServiceUnavailable());
        published.brokerIsAway = false;
        door.perform(get(SCRIPT)).andExpect(status().isOk());
        assertThat(published.events).hasSize(1);
    }

    @Test
    void nobodyIsAnnouncedBeforeAllMachinesAreRead() throws Exception {
        machines.complete = false;
        door.perform(get(SCRIPT)).andExpect(status().isServiceUnavailable());
        assertThat(published.events).isEmpty();
    }

    @Test
    void aMachineGetsItsWorkAndTheContactIsOnRecord() throws Exception {
        show(machine.inspecting(Fixture.REDFISH));

        door.perform(get("/boot/copenhagen/52:54:00:00:01:01/script?uuid=27946b59-9e44-4fa7-8e91-f3527a1ef094"))
                .andExpect(status().isOk())
                .andExpect(content().string(org.hamcrest.Matchers.containsString("skerry.nonce=" + machine.nonce())));

        BootContactObserved contact = published.last(BootContactObserved.class);
        assertThat(contact.getServed()).isEqualTo(BootScript.INSPECT);
        assertThat(contact.getSmbiosUuid()).isEqualTo("27946b59-9e44-4fa7-8e91-f3527a1ef094");
        assertThat(contact.getAddress()).isEqualTo("127.0.0.1");
        assertThat(published.events.getLast().key()).isEqualTo(Fixture.ID);
        assertThat(published.events.getLast().correlationId()).isEqualTo("chain of " + Fixture.ID);
    }

    @Test
    void aRamdiskFromAMediumIsToldTheSameAsKernelArguments() throws Exception {
        show(machine.inspecting(Fixture.REDFISH));
        String order = "/boot/copenhagen/52-54-00-00-01-01/order?uuid=27946b59-9e44-4fa7-8e91-f3527a1ef094";

        door.perform(get(order))
                .andExpect(status().isOk())
                .andExpect(content()
                        .string("skerry.action=inspect skerry.nonce=" + machine.nonce()
                                + " skerry.provisioner=http://10.0.0.1:8080\n"));
        assertThat(published.last(BootContactObserved.class).getServed()).isEqualTo(BootScript.INSPECT);

        show(machine.active());
        door.perform(get(order)).andExpect(content().string("skerry.action=local-disk\n"));
        assertThat(published.last(BootContactObserved.class).getServed()).isEqualTo(BootScript.LOCAL_DISK);
    }

    @Test
    void aMediumSaysWhereItsMachineAsks() throws Exception {
        byte[] template = new byte[8 * 2048];
        byte[] mark = "# skerry: the provisioner writes the kernel's arguments here".getBytes(US_ASCII);
        System.arraycopy(mark, 0, template, 3 * 2048, mark.length);
        Files.write(folder.resolve("files/boot.iso"), template);
        show(machine.inspecting(Fixture.REDFISH));
        String written = "set skerry='skerry.provisioner=http://10.0.0.1:8080"
                + " skerry.order=/boot/copenhagen/52-54-00-00-01-01/order'";

        byte[] whole = door.perform(get("/boot/media/52-54-00-00-01-01.iso"))
                .andExpect(status().isOk())
                .andExpect(header().exists("ETag"))
                .andReturn()
                .getResponse()
                .getContentAsByteArray();
        assertThat(whole).hasSize(template.length);
        assertThat(new String(whole, 3 * 2048, written.length(), US_ASCII)).isEqualTo(written);
        door.perform(get("/boot/media/52-54-00-00-01-01.iso").header("Range", "bytes=6144-6153"))
                .andExpect(status().isPartialContent())
                .andExpect(content().string("set skerry"));
        refused(door.perform(get("/boot/media/52-54-00-00-09-09.iso")), 404, "mac");
        Files.delete(folder.resolve("files/boot.iso"));
        refused(door.perform(get("/boot/media/52-54-00-00-01-01.iso")), 404, "path");
    }

    @Test
    void anAttemptThatItsMachineGaveUpIsNotServedAgain() throws Exception {
        show(machine.inspecting(Fixture.REDFISH));
        machine.ended(machine.command(), MachineInput.Outcome.SUCCEEDED);
        show(machine);
        String nonce = machine.nonce();
        report("failure", "{\"reason\":\"no answer\"}").andExpect(status().isAccepted());

        door.perform(get(SCRIPT)).andExpect(content().string(org.hamcrest.Matchers.containsString("sleep 5")));
        assertThat(published.last(BootContactObserved.class).getServed()).isEqualTo(BootScript.WAIT);

        machine.tell(new MachineInput.FailureReported(nonce, "no answer"));
        machine.nextDeadline();
        show(machine);
        door.perform(get(SCRIPT))
                .andExpect(content().string(org.hamcrest.Matchers.containsString("skerry.nonce=" + machine.nonce())));
        assertThat(machine.nonce()).isNotEqualTo(nonce);
    }

    @Test
    void anotherMachineWithTheMacGetsNothing() throws Exception {
        show(machine.inspecting(Fixture.REDFISH));
        String self = "?uuid=27946b59-9e44-4fa7-8e91-f3527a1ef094&serial=X1";
        String other = "?uuid=5f2b7c1e-9e44-4fa7-8e91-f3527a1ef094&serial=X2";
        String nonce = "skerry.nonce=" + machine.nonce();

        door.perform(get(SCRIPT + self)).andExpect(content().string(org.hamcrest.Matchers.containsString(nonce)));
        door.perform(get(SCRIPT + other))
                .andExpect(content().string(org.hamcrest.Matchers.not(org.hamcrest.Matchers.containsString(nonce))));
        BootContactObserved contact = published.last(BootContactObserved.class);
        assertThat(contact.getServed()).isEqualTo(BootScript.WAIT);
        assertThat(contact.getSerial()).isEqualTo("X2");

        machine.contacted(dev.skerry.provisioner.domain.BootScript.Kind.INSPECT, Fixture.SELF);
        show(machine);
        door.perform(get(SCRIPT + other))
                .andExpect(content().string(org.hamcrest.Matchers.not(org.hamcrest.Matchers.containsString(nonce))));
        door.perform(get(SCRIPT + self)).andExpect(content().string(org.hamcrest.Matchers.containsString(nonce)));
        assertThat(metrics.counter("skerry.boot.impostors").count()).isEqualTo(2);
    }

    @Test
    void withoutTheBrokerNothingIsServed() throws Exception {
        show(machine.inspecting(Fixture.REDFISH));
        published.brokerIsAway = true;
        door.perform(get(SCRIPT)).andExpect(status().isServiceUnavailable());
    }

    @Test
    void aContactAtAnotherSiteIs404() throws Exception {
        show(machine.inspecting(Fixture.REDFISH));
        refused(door.perform(get("/boot/oslo/52-54-00-00-01-01/script")), 404, "site");
        assertThat(published.events).isEmpty();
    }

    @Test
    void anActiveMachineStartsFromItsDisk() throws Exception {
        show(machine.active());
        for (int i = 0; i < 3; i++) {
            door.perform(get(SCRIPT))
                    .andExpect(content().string(org.hamcrest.Matchers.containsString("sanboot --no-describe")));
        }
        assertThat(published.last(BootContactObserved.class).getServed()).isEqualTo(BootScript.LOCAL_DISK);
    }

    @Test
    void aContactThatChangesNothingIsOnRecordOnceAMinuteAndNeedsNoBroker() throws Exception {
        show(machine.active());
        door.perform(get(SCRIPT));
        published.brokerIsAway = true;
        door.perform(get(SCRIPT)).andExpect(status().isOk());
        now = now.plusSeconds(60);
        published.brokerIsAway = false;
        door.perform(get(SCRIPT));
        door.perform(get(SCRIPT));
        assertThat(published.events).hasSize(2);
    }

    @Test
    void aContactThatChangesSomethingIsOnRecordEachTime() throws Exception {
        show(machine.inspecting(Fixture.REDFISH));
        door.perform(get(SCRIPT));
        door.perform(get(SCRIPT));
        assertThat(published.events).as("until the machine's state tells of it").hasSize(2);
        machine.contacted(dev.skerry.provisioner.domain.BootScript.Kind.INSPECT, Identity.UNHEARD);
        show(machine);
        door.perform(get(SCRIPT));
        door.perform(get(SCRIPT));
        assertThat(published.events).hasSize(3);
    }

    @Test
    void theCaIsServed() throws Exception {
        door.perform(get("/boot/ca.pem"))
                .andExpect(status().isOk())
                .andExpect(content().string("PEM\n"));
        Files.delete(folder.resolve("ca.crt"));
        door.perform(get("/boot/ca.pem")).andExpect(status().isNotFound());
    }

    @Test
    void bootFilesAreServedAndNothingElse() throws Exception {
        door.perform(get("/boot/files/vmlinuz"))
                .andExpect(status().isOk())
                .andExpect(header().longValue("Content-Length", 6))
                .andExpect(content().string("kernel"));
        door.perform(get("/boot/files/sub/modules")).andExpect(status().isOk());
        Files.createSymbolicLink(folder.resolve("files/out"), folder.resolve("ca.crt"));
        for (String path : List.of("absent", "sub", "", "out")) {
            door.perform(get("/boot/files/" + path)).andExpect(status().isNotFound());
        }
        door.perform(get(URI.create("/boot/files/%2e%2e/ca.crt"))).andExpect(status().isNotFound());
    }

    @Test
    void aPartOfABootFileIsServed() throws Exception {
        door.perform(get("/boot/files/vmlinuz").header("Range", "bytes=2-4"))
                .andExpect(status().isPartialContent())
                .andExpect(header().string("Content-Range", "bytes 2-4/6"))
                .andExpect(header().exists("ETag"))
                .andExpect(content().string("rne"));
        door.perform(get("/boot/files/vmlinuz").header("Range", "bytes=9-"))
                .andExpect(status().isRequestedRangeNotSatisfiable());
    }

    @Test
    void aBootFileIsKnownByItsContent() throws Exception {
        String tag = Objects.requireNonNull(door.perform(get("/boot/files/vmlinuz"))
                .andExpect(header().string("Accept-Ranges", "bytes"))
                .andReturn()
                .getResponse()
                .getHeader("ETag"));
        door.perform(get("/boot/files/vmlinuz").header("If-None-Match", tag)).andExpect(status().isNotModified());
        Files.setLastModifiedTime(folder.resolve("files/vmlinuz"), FileTime.from(now));
        door.perform(get("/boot/files/vmlinuz")).andExpect(header().string("ETag", tag));

        Files.writeString(folder.resolve("files/vmlinuz"), "a new kernel");
        door.perform(get("/boot/files/vmlinuz").header("If-None-Match", tag))
                .andExpect(status().isOk())
                .andExpect(content().string("a new kernel"));
    }

    @Test
    void theChecksumOfABootFileIsTold() throws Exception {
        Files.writeString(folder.resolve("files/vmlinuz"), "abc");
        door.perform(get("/boot/files/vmlinuz"))
                .andExpect(header().string("Repr-Digest", "sha-256=:ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=:"));
        door.perform(get("/boot/files/vmlinuz.sha256"))
                .andExpect(content()
                        .string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  vmlinuz\n"));
        door.perform(get("/boot/files/absent.sha256")).andExpect(status().isNotFound());
    }
}
