package dev.skerry.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.util.unit.DataSize;

class ServiceMetricsTest {

    /** Ends at 2126-11-02T03:30:35Z. */
    private static final String CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIIBdTCCARugAwIBAgIUD+JrF/qh1PNQru4+l4NA92784jAwCgYIKoZIzj0EAwIw
            DzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjYwMzMwMzVaGA8yMTI2MTEwMjAzMzAz
            NVowDzENMAsGA1UEAwwEdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABPlt
            5Gj/scEB9Hw88ne/hP0UVmwmPbxxbPcgniBluvM355UId1LBuYrmQFYRkiJLquq6
            3WdrX8VnqU/939yV4+ijUzBRMB0GA1UdDgQWBBRQLJvIXjFmpqxP452MOlluLhWP
            6TAfBgNVHSMEGDAWgBRQLJvIXjFmpqxP452MOlluLhWP6TAPBgNVHRMBAf8EBTAD
            AQH/MAoGCCqGSM49BAMCA0gAMEUCIDY/PLuvNxwQvoN+vL5k7cBt+m6E5aP3UZ0t
            8pMARWaZAiEAseIjeymYlfiw5F+KkILHOG/YkGELG0KBUmc3EKq8WuU=
            -----END CERTIFICATE-----
            """;

    @TempDir
    private Path folder;

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private Health health = Health.up().build();

    @Test
    void aComponentOfHealthIsANumber() {
        bind();
        assertThat(gauge("skerry.component.up", "component", "broker")).isEqualTo(1);
        health = Health.outOfService().build();
        assertThat(gauge("skerry.component.up", "component", "broker")).isZero();
        assertThat(meters.get("skerry.disk.usable").gauge().value()).isEqualTo(4_096);
    }

    @Test
    void certificatesTellTheirEndAndARenewedOneCounts() throws IOException {
        Files.writeString(folder.resolve("server.crt"), "not yet");
        bind();
        assertThat(gauge("skerry.certificate.expiry.timestamp", "certificate", "server"))
                .isNaN();
        Files.writeString(folder.resolve("server.crt"), CERTIFICATE);
        assertThat(gauge("skerry.certificate.expiry.timestamp", "certificate", "server"))
                .isEqualTo(4_949_263_835.0);
        assertThat(meters.find("skerry.certificate.expiry.timestamp")
                        .tag("certificate", "ca")
                        .gauge())
                .as("there is none")
                .isNull();
    }

    private void bind() {
        HealthIndicator broker = () -> health;
        DiskHealth disk = new DiskHealth(folder, DataSize.ofBytes(1), _ -> 4_096);
        new ServiceMetrics(Map.of("broker", broker), null, disk, new CertificateExpiry(new Secrets(folder)))
                .bindTo(meters);
    }

    private double gauge(String name, String tag, String value) {
        return meters.get(name).tag(tag, value).gauge().value();
    }
}
