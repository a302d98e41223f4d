package dev.skerry.bench.boot;

import dev.skerry.catalogue.Topics;
import dev.skerry.runtime.EventHeaders;
import dev.skerry.runtime.EventPublisher;
import dev.skerry.schemas.inventory.Bmc;
import dev.skerry.schemas.inventory.BmcProtocol;
import dev.skerry.schemas.inventory.Disk;
import dev.skerry.schemas.inventory.Facts;
import dev.skerry.schemas.inventory.Nic;
import dev.skerry.schemas.inventory.SiteState;
import dev.skerry.schemas.provisioning.BootIdentity;
import dev.skerry.schemas.provisioning.ProvisioningPhase;
import dev.skerry.schemas.provisioning.ProvisioningState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * The machines that the door knows. Of ten one is to be installed, one waits for work and eight start from their disks; each tells its UUID
 * and serial number.
 */
final class Machines {

    private static final String SITE = "site-0";
    private static final int IN_FLIGHT = 1_000;
    private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");

    private Machines() {}

    /** Makes them known. */
    static void publish(EventPublisher publisher, int machines) {
        publisher.publish(
                Topics.SITE_STATE,
                SITE,
                SiteState.newBuilder()
                        .setSite(SITE)
                        .setLatitude(55.7)
                        .setLongitude(12.6)
                        .setRegion("emea/dk")
                        .setRegisteredAt(SINCE)
                        .build());
        Deque<CompletableFuture<EventHeaders>> sent = new ArrayDeque<>();
        for (int i = 0; i < machines; i++) {
            ProvisioningState state = state(i);
            sent.add(publisher.send(Topics.PROVISIONING_STATE, state.getMachineId(), state));
            if (sent.size() == IN_FLIGHT) {
                sent.remove().join();
            }
        }
        sent.forEach(CompletableFuture::join);
    }

    /** What a machine's firmware asks for. */
    static String path(int i) {
        return "/boot/%s/%s/script?uuid=%s&serial=SN%08d&arch=x86_64"
                .formatted(SITE, mac(i).replace(':', '-'), uuid(i), i);
    }

    private static ProvisioningState state(int i) {
        ProvisioningState.Builder state = ProvisioningState.newBuilder()
                .setMachineId(new UUID(0x0195d2a0_0000_7000L, 0x8000_0000_0000_0000L + i).toString())
                .setName("m" + i)
                .setSite(SITE)
                .setMacs(List.of(mac(i)))
                .setBmc(new Bmc(
                        BmcProtocol.REDFISH, "https://10.0.0.1/redfish/v1/Systems/" + i, "bmc", false, null, null))
                .setFacts(Facts.newBuilder()
                        .setArchitecture("x86_64")
                        .setCpuCores(16)
                        .setMemoryMiB(65_536)
                        .setDisks(List.of(new Disk("sda", 480_000_000_000L, "S" + i, null, null, false)))
                        .setNics(List.of(new Nic("eth0", mac(i), null, null)))
                        .setSmbiosUuid(uuid(i))
                        .build())
                .setIdentity(new BootIdentity(uuid(i), "SN%08d".formatted(i), "127.0.0.1"))
                .setChangedAt(SINCE);
        switch (i % 10) {
            case 0 ->
                state.setPhase(ProvisioningPhase.INSTALLING)
                        .setAttempt(101)
                        .setNonce("%040x".formatted(i))
                        .setDeadline(Instant.now().plus(Duration.ofHours(1)))
                        .setClusterId("small." + SITE)
                        .setNodeName("m" + i);
            case 1 -> state.setPhase(ProvisioningPhase.AVAILABLE).setAttempt(1);
            default ->
                state.setPhase(ProvisioningPhase.ACTIVE)
                        .setAttempt(101)
                        .setClusterId("small." + SITE)
                        .setNodeName("m" + i);
        }
        return state.build();
    }

    private static String mac(int i) {
        return "52:54:%02x:%02x:%02x:%02x".formatted(i >>> 24 & 0xFF, i >>> 16 & 0xFF, i >>> 8 & 0xFF, i & 0xFF);
    }

    private static String uuid(int i) {
        return new UUID(0x27946b59_9e44_4fa7L, 0x8e91_0000_0000_0000L + i).toString();
    }
}
