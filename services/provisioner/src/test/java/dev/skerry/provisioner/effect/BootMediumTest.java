package dev.skerry.provisioner.effect;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootMediumTest {

    private static final int SECTOR = 2048;

    @TempDir
    Path folder;

    @Test
    void onlyTheRoomIsOther() throws Exception {
        byte[] template = template(700);
        Files.write(folder.resolve("boot.iso"), template);

        BootMedium.Image image = medium().image("skerry.order=http://a/b?'c").orElseThrow();
        byte[] made;
        try (InputStream content = image.open()) {
            made = content.readAllBytes();
        }
        int room = 700 * SECTOR;
        assertThat(image.size()).isEqualTo(template.length);
        assertThat(made).hasSize(template.length);
        assertThat(Arrays.copyOf(made, room)).isEqualTo(Arrays.copyOf(template, room));
        assertThat(Arrays.copyOfRange(made, room + BootMedium.ROOM, made.length))
                .isEqualTo(Arrays.copyOfRange(template, room + BootMedium.ROOM, template.length));
        assertThat(new String(made, room, BootMedium.ROOM, US_ASCII))
                .matches("set skerry='skerry.order=http://a/b\\?%27c'\n#+\n");
        for (int from : new int[] {0, room - 3, room + 5, room + BootMedium.ROOM - 1, made.length - 1}) {
            try (InputStream content = image.open()) {
                content.skipNBytes(from);
                assertThat(content.readNBytes(4))
                        .isEqualTo(Arrays.copyOfRange(made, from, Math.min(made.length, from + 4)));
            }
            try (InputStream content = image.open()) {
                content.skipNBytes(from);
                assertThat(content.read()).isEqualTo(made[from] & 0xff);
            }
        }
    }

    @Test
    void everyMachineAndEveryFileHasItsOwnTag() throws IOException {
        Files.write(folder.resolve("boot.iso"), template(1));
        String tag = medium().image("a").orElseThrow().tag();
        assertThat(medium().image("a").orElseThrow().tag()).isEqualTo(tag);
        assertThat(medium().image("b").orElseThrow().tag()).isNotEqualTo(tag);
        Files.write(folder.resolve("boot.iso"), template(2));
        assertThat(medium().image("a").orElseThrow().tag()).isNotEqualTo(tag);
    }

    @Test
    void aNewFileIsSearchedAnew() throws IOException {
        BootMedium medium = medium();
        Files.write(folder.resolve("boot.iso"), template(1));
        assertThat(medium.image("a").orElseThrow().offset()).isEqualTo(SECTOR);
        Files.write(folder.resolve("boot.iso"), template(3));
        assertThat(medium.image("a").orElseThrow().offset()).isEqualTo(3 * SECTOR);
    }

    @Test
    void withoutAFileTheReasonSaysHowToMakeIt() {
        assertThat(medium().image("a")).isEmpty();
        assertThatThrownBy(() -> medium().of("52:54:00:00:01:01"))
                .isInstanceOf(PowerException.class)
                .hasMessageContaining("make iso");
    }

    @Test
    void anImageThatIsNoneOfOursIsNotServed() throws IOException {
        Files.write(folder.resolve("boot.iso"), new byte[5 * SECTOR]);
        assertThatThrownBy(() -> medium().image("a")).hasMessageContaining("none of ours");
    }

    @Test
    void controllersFetchItByTheMac() throws Exception {
        Files.write(folder.resolve("boot.iso"), template(1));
        assertThat(medium().of("52:54:00:00:01:01"))
                .isEqualTo(URI.create("http://10.0.0.1:8080/boot/media/52-54-00-00-01-01.iso"));
    }

    private BootMedium medium() {
        return new BootMedium(URI.create("http://10.0.0.1:8080/"), new BootFiles(Optional.of(folder)));
    }

    /** An image of 1,200 sectors with the room in one of them. */
    private static byte[] template(int sector) {
        byte[] image = new byte[1_200 * SECTOR + 7];
        for (int at = 0; at < image.length; at++) {
            image[at] = (byte) (at % 251);
        }
        byte[] mark = BootMedium.MARK.getBytes(US_ASCII);
        System.arraycopy(mark, 0, image, sector * SECTOR, mark.length);
        return image;
    }
}
