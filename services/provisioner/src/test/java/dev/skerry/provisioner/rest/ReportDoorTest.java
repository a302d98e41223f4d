package dev.skerry.provisioner.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.skerry.provisioner.domain.Fixture;
import dev.skerry.provisioner.domain.MachineInput;
import dev.skerry.provisioner.domain.SshServer;
import dev.skerry.schemas.inventory.Disk;
import dev.skerry.schemas.inventory.Facts;
import dev.skerry.schemas.inventory.Nic;
import dev.skerry.schemas.provisioning.FailureReported;
import dev.skerry.schemas.provisioning.InspectionReported;
import dev.skerry.schemas.provisioning.PhoneHomeReported;
import dev.skerry.schemas.provisioning.ProgressReported;
import dev.skerry.schemas.provisioning.RescueReported;
import dev.skerry.schemas.provisioning.WipeReported;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportDoorTest extends BootDoor {

    private static final String FACTS = """
            {"architecture":"x86_64","cpuCores":8,"memoryMiB":16384,
             "disks":[{"name":"sda","sizeBytes":480000000000,"serial":"S1","model":"Acme 480","wwn":"naa.5000c500a1b2c3d4","rotational":true},
                      {"name":"sdb","sizeBytes":1}],
             "nics":[{"name":"eth0","mac":"52-54-00-00-01-01","driver":"igb","speedMbps":10000},{"name":"eth1","mac":"52-54-00-00-01-02"}],
             "serial":"X1","cpuModel":"Acme CPU 5","cpuSockets":2,"firmware":{"type":"uefi","vendor":"EDK II","version":"2.0","date":"01/02/2026"},
             "tpm":"2.0","bmcFirmware":"2.49"}""";

    @Test
    void anInspectionReportIsTaken() throws Exception {
        show(machine.inspecting(Fixture.REDFISH));
        report("inspection", FACTS).andExpect(status().isAccepted());
        InspectionReported reported = published.last(InspectionReported.class);
        assertThat(reported.getNonce()).isEqualTo(machine.nonce());
        assertThat(reported.getFacts().getNics().getFirst().getMac()).isEqualTo("52:54:00:00:01:01");
        Facts facts = reported.getFacts();
        assertThat(facts.getSerial()).isEqualTo("X1");
        assertThat(facts.getDisks())
                .containsExactly(
                        new Disk("sda", 480_000_000_000L, "S1", "Acme 480", "naa.5000c500a1b2c3d4", true),
                        new Disk("sdb", 1L, null, null, null, null));
        assertThat(facts.getNics())
                .containsExactly(
                        new Nic("eth0", "52:54:00:00:01:01", "igb", 10_000),
                        new Nic("eth1", "52:54:00:00:01:02", null, null));
        assertThat(List.of(
                        facts.getCpuModel(),
                        facts.getCpuSockets(),
                        facts.getFirmware(),
                        facts.getBiosVersion(),
                        facts.getTpmVersion(),
                        facts.getBmcFirmware()))
                .containsExactly("Acme CPU 5", 2, "uefi", "2.0", "2.0", "2.49");
    }

    @Test
    void theOtherReportsAreTaken() throws Exception {
        show(machine.installing());
        report("progress", "{\"step\":\"write-image\",\"percent\":50}").andExpect(status().isAccepted());
        assertThat(published.last(ProgressReported.class).getPercent()).isEqualTo(50);
        report("phone-home", "pub_key_rsa=x%20y&hostname=cph-1&fqdn=z").andExpect(status().isAccepted());
        assertThat(published.last(PhoneHomeReported.class).getHostname()).isEqualTo("cph-1");
        report("phone-home", "").andExpect(status().isAccepted());
        assertThat(published.last(PhoneHomeReported.class).getHostname()).isEmpty();
        report("failure", "{\"reason\":\"disk is broken\"}").andExpect(status().isAccepted());
        assertThat(published.last(FailureReported.class).getReason()).isEqualTo("disk is broken");
        show(new Fixture().releasing());
        door.perform(post("/boot/attempts/" + new Fixture().releasing().nonce() + "/wiped")
                        .content("{\"diskSerials\":[\"S1\"],\"method\":\"discard\"}"))
                .andExpect(status().isAccepted());
        assertThat(published.last(WipeReported.class).getDiskSerials()).containsExactly("S1");
    }

    @Test
    void aRescueGetsItsKeysAndTellsWhereItIsLoggedInTo() throws Exception {
        machine.active().tell(new MachineInput.RescueRequested("ssh-ed25519 AAAAC3Nz ada"));
        show(machine);
        String nonce = machine.nonce();
        door.perform(get("/boot/attempts/" + nonce + "/authorized-keys"))
                .andExpect(status().isOk())
                .andExpect(content().string("ssh-ed25519 AAAAC3Nz ada\n"));
        report("progress", "{\"step\":\"start-ssh\",\"percent\":50}").andExpect(status().isAccepted());
        refused(report("phone-home", ""), 404, "nonce");
        String hostKey = "SHA256:" + "x".repeat(43);
        refused(report("rescue", "{\"address\":\"here\",\"hostKey\":\"" + hostKey + "\"}"), 422, "address");
        refused(report("rescue", "{\"address\":\"10.0.0.11\",\"hostKey\":\"MD5:00\"}"), 422, "hostKey");
        report("rescue", "{\"address\":\"10.0.0.11\",\"hostKey\":\"" + hostKey + "\"}")
                .andExpect(status().isAccepted());
        assertThat(published.last(RescueReported.class).getAddress()).isEqualTo("10.0.0.11");
        machine.tell(new MachineInput.RescueReported(nonce, new SshServer("10.0.0.11", hostKey)));
        show(machine);
        door.perform(get("/boot/attempts/" + nonce + "/authorized-keys")).andExpect(status().isOk());
        machine.tell(new MachineInput.RescueEndRequested());
        show(machine);
        refused(door.perform(get("/boot/attempts/" + nonce + "/authorized-keys")), 404, "nonce");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inspection", "progress", "wiped", "failure", "phone-home", "rescue"})
    void anUnknownNonceIs404(String report) throws Exception {
        show(machine.installing());
        refused(door.perform(post("/boot/attempts/nobodys/" + report).content("{}")), 404, "nonce");
        assertThat(published.events).isEmpty();
    }

    @Test
    void aUsedNonceIs404() throws Exception {
        show(machine.installing());
        String nonce = machine.nonce();
        machine.tell(new MachineInput.FailureReported(nonce, "broken"));
        show(machine);
        refused(door.perform(post("/boot/attempts/" + nonce + "/phone-home")), 404, "nonce");
    }

    @Test
    void anInspectionsNonceInstallsNothing() throws Exception {
        show(machine.inspecting(Fixture.REDFISH));
        refused(report("phone-home", ""), 404, "nonce");
        refused(report("wiped", "{}"), 404, "nonce");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"cpuCores\":8,\"memoryMiB\":1}                                        | architecture",
                "{\"architecture\":\"x86_64\",\"memoryMiB\":1}                           | cpuCores",
                "{\"architecture\":\"x86_64\",\"cpuCores\":0,\"memoryMiB\":1}            | cpuCores",
                "{\"architecture\":\"x86_64\",\"cpuCores\":1.5,\"memoryMiB\":1}          | cpuCores",
                "{\"architecture\":\"x86_64\",\"cpuCores\":8,\"memoryMiB\":\"much\"}     | memoryMiB",
                "{\"architecture\":\"x86_64\",\"cpuCores\":8,\"memoryMiB\":1,\"disks\":7}| disks",
                "{\"architecture\":\"x86_64\",\"cpuCores\":8,\"memoryMiB\":1,\"disks\":[{\"name\":\"sda\"}]} | disks[0].sizeBytes",
                "{\"architecture\":\"x86_64\",\"cpuCores\":8,\"memoryMiB\":1,\"nics\":[{\"name\":\"e\",\"mac\":\"x\"}]} | nics[0].mac",
                "{\"architecture\":\"x86_64\",\"cpuCores\":8,\"memoryMiB\":1,\"disks\":[{\"name\":\"sda\",\"sizeBytes\":1,\"rotational\":1}]} | disks[0].rotational",
                "{\"architecture\":\"x86_64\",\"cpuCores\":8,\"memoryMiB\":1,\"firmware\":{\"type\":\"efi\"}} | firmware.type",
                "{\"architecture\":\"x86_64\",\"cpuCores\":8,\"memoryMiB\":1,\"firmware\":\"uefi\"} | firmware",
                "{\"architecture\":\"x86_64\",\"cpuCores\":8,\"memoryMiB\":1,\"cpuSockets\":0} | cpuSockets"
            })
    void whatIsWrongWithFactsIsNamed(String facts, String field) throws Exception {
        show(machine.inspecting(Fixture.REDFISH));
        refused(report("inspection", facts), 422, field);
        assertThat(published.events).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"percent\":50}                          | step",
                "{\"step\":\"a%b\",\"percent\":50}         | step",
                "{\"step\":\"write\"}                      | percent",
                "{\"step\":\"write\",\"percent\":101}      | percent",
                "{\"step\":\"write\",\"percent\":-1}       | percent"
            })
    void whatIsWrongWithProgressIsNamed(String progress, String field) throws Exception {
        show(machine.installing());
        refused(report("progress", progress), 422, field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "7", "not json"})
    void whatIsNoJsonObjectIs400(String body) throws Exception {
        show(machine.inspecting(Fixture.REDFISH));
        report("inspection", body).andExpect(status().isBadRequest());
        assertThat(published.events).isEmpty();
    }

    @Test
    void aHugeBodyIs413() throws Exception {
        show(machine.inspecting(Fixture.REDFISH));
        report("inspection", " ".repeat(300_000)).andExpect(status().isContentTooLarge());
    }
}
