package dev.skerry.sim.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstalledSystemTest {

    @Test
    void readsWhatCloudInitWouldRead() throws IOException {
        var config = CloudConfig.parse("""
                #cloud-config
                hostname: cph-1
                write_files:
                  - path: /etc/skerry/node.json
                    permissions: "0600"
                    content: |
                      {"clusterId":"small.copenhagen"}
                  - {path: /b, encoding: b64, content: aGVsbG8=}
                runcmd:
                  - [sh, -c, "true"]
                phone_home:
                  url: http://door/boot/attempts/n/phone-home
                  post: [hostname]
                """);
        assertThat(config.files()).containsEntry("/b", "hello");
        assertThat(config.files().get("/etc/skerry/node.json"))
                .isEqualToIgnoringNewLines("{\"clusterId\":\"small.copenhagen\"}");
        assertThat(config.phoneHome()).contains("http://door/boot/attempts/n/phone-home");
        assertThat(CloudConfig.instanceId("instance-id: i-1\nlocal-hostname: x\n"))
                .isEqualTo("i-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hostname: x",
                "#cloud-config\nwrite_files: [{content: x}]",
                "#cloud-config\na: [",
                "#cloud-config\nwrite_files: [{path: /x, encoding: rot13, content: x}]"
            })
    void whatCloudInitWouldNotTakeIsRefused(String userData) {
        assertThatThrownBy(() -> CloudConfig.parse(userData)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> CloudConfig.instanceId("local-hostname: x")).isInstanceOf(IOException.class);
    }

    @Test
    void tokensInTheSecureFormOnly() throws IOException {
        String hash = Digests.sha256("CA");
        var token = JoinToken.parse("K10" + hash + "::node:s3cret");
        assertThat(token.user()).isEqualTo("node");
        assertThat(token.secret()).isEqualTo("s3cret");
        assertThat(token.toString()).doesNotContain("s3cret");
        token.requireCa(hash);
        assertThatThrownBy(() -> token.requireCa(Digests.sha256("CA\n"))).isInstanceOf(IOException.class);
        for (String bad :
                new String[] {"s3cret", "K10abc::node:x", "K10" + hash + "::root:x", "K10" + hash + "::node:"}) {
            assertThatThrownBy(() -> JoinToken.parse(bad)).isInstanceOf(IOException.class);
        }
    }
}
