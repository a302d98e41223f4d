package dev.skerry.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    private static final String NEEDED = "--provisioner http://127.0.0.1:1 --dns 127.0.0.1:53 --state s --emit e ";

    private static Options parse(String line) {
        return Options.parse(line.strip().split(" +"));
    }

    @Test
    void readsAndFillsIn() {
        var options = parse(NEEDED + "--sites 10 --machines=100");
        assertThat(options.provisioner()).isEqualTo(URI.create("http://127.0.0.1:1"));
        assertThat(options.dns().getPort()).isEqualTo(53);
        assertThat(options.zone()).isEqualTo("edge.skerry.test.");
        assertThat(options.listen().isLoopbackAddress()).isTrue();
        assertThat(options.host()).isEqualTo("127.0.0.1");
        assertThat(parse(NEEDED + "--samples x --listen 0.0.0.0 --host sim").host())
                .isEqualTo("sim");
        assertThat(options.bmcPort()).isEqualTo(18_000);
        assertThat(options.sites()).isEqualTo(10);
        assertThat(options.machines()).isEqualTo(100);
        assertThat(options.seed()).isEqualTo(1);
        assertThat(options.isFaulty()).isFalse();
        assertThat(parse(NEEDED + "--samples x").samples()).contains(Path.of("x"));
        assertThat(parse(NEEDED + "--samples x --faults 7").faults()).hasValue(7);
        assertThat(parse(NEEDED + "--samples x --bad-bmcs 5").isFaulty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "--samples x --sites 1 --machines 1, either --samples",
        "'', either --samples",
        "--sites 1, --machines is required",
        "--sites none --machines 1, must be a number",
        "--sites 0 --machines 1, must be from",
        "--samples x --bmc-port 70000, must be from",
        "--samples x --what 1, unknown option: --what",
        "--samples, needs one value",
        "--samples x --samples y, needs one value",
        "--samples x --pace -1, --pace must be from",
        "--samples x --listen 0.0.0.0 --faults 7, --faults and --bad-bmcs work on one machine",
        "--samples x --faults some, --faults must be a number",
        "--samples x --bad-bmcs 51, --bad-bmcs must be from 1 to 50",
        "--samples x --faults 1 --bad-bmcs 5, not both"
    })
    void saysWhatIsWrong(String more, String message) {
        assertThatThrownBy(() -> parse(NEEDED + more))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
