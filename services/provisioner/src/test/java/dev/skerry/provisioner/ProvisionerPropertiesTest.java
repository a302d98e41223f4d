package dev.skerry.provisioner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ProvisionerPropertiesTest {

    @Test
    void twoUrlsAreEnough() {
        assertThat(bound("").pause()).isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "public-url=ftp://a",
                "installer-url=http://installer",
                "wake-on-lan=255.255.255.255",
                "wait=0s",
                "waiting-contacts=0",
                "files-dir=/nowhere",
                "inspection=0s",
                "installation=-1s",
                "wipe=0s",
                "task=0s",
                "attempts=0",
                "attempts=100",
                "first-retry=0s",
                "longest-retry=1s",
                "power-attempts=0",
                "first-power-retry=0s",
                "longest-power-retry=1s"
            })
    void whatIsWrongIsNamed(String setting) {
        assertThatThrownBy(() -> bound(setting))
                .rootCause()
                .hasMessageStartingWith("skerry.provisioner." + setting.substring(0, setting.indexOf('=')) + ": ");
    }

    private static ProvisionerProperties bound(String setting) {
        Map<String, String> all = new LinkedHashMap<>(Map.of(
                "skerry.provisioner.public-url", "http://provisioner",
                "skerry.provisioner.installer-url", "https://installer"));
        if (!setting.isEmpty()) {
            String[] parts = setting.split("=", 2);
            all.put("skerry.provisioner." + parts[0], parts[1]);
        }
        return new Binder(new MapConfigurationPropertySource(all))
                .bind("skerry.provisioner", ProvisionerProperties.class)
                .get();
    }
}
