package dev.skerry.provisioner.effect;

import dev.skerry.provisioner.effect.BootFiles.BootFile;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ISO image that machines boot as virtual medium: {@code boot.iso} among the boot files, in which each machine's kernel arguments
 * stand where {@code edge/bootagent/ramdisk/iso} left room for them.
 */
public final class BootMedium implements Medium {

    /** The file's name. */
    static final String NAME = "boot.iso";

    /** What the room begins with, at the beginning of a sector. */
    static final String MARK = "# skerry: the provisioner writes the kernel's arguments here";

    /** Bytes of the room. */
    static final int ROOM = 1024;

    private static final int SECTOR = 2048;

    /**
     * One machine's image.
     *
     * @param file in which the room is
     * @param offset of the room, in bytes
     * @param written what stands in the room, {@link #ROOM} bytes
     */
    public record Image(Path file, long offset, byte[] written, byte[] fileSha256) {

        /** Bytes. */
        public long size() throws IOException {
            return Files.size(file);
        }

        public InputStream open() throws IOException {
            return new Overwritten(Files.newInputStream(file), offset, written);
        }

        /** Tells it from every other one, in hex. */
        public String tag() {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                digest.update(fileSha256);
                return HexFormat.of().formatHex(digest.digest(written));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }
    }

    private record Room(byte[] fileSha256, long offset) {}

    private final String publicUrl;
    private final BootFiles files;
    private volatile @Nullable Room last;

    /**
     * Makes it.
     *
     * @param publicUrl how controllers reach the boot door
     * @param files with {@link #NAME}
     */
    public BootMedium(URI publicUrl, BootFiles files) {
        this.publicUrl = publicUrl.toString().replaceFirst("/$", "");
        this.files = files;
    }

    @Override
    public URI of(String mac) throws PowerException {
        if (files.find(NAME).isEmpty()) {
            throw PowerException.lasting("there is no boot file " + NAME
                    + ": make it (make iso in edge/bootagent) and put it into the folder that"
                    + " skerry.provisioner.files-dir names");
        }
        return URI.create(publicUrl + "/boot/media/" + mac.replace(':', '-') + ".iso");
    }

    /**
     * A machine's image; empty when there is no file.
     *
     * @param arguments for the kernel, in characters that URLs may have
     * @throws IllegalStateException when the file has no room for them
     */
    public Optional<Image> image(String arguments) {
        return files.find(NAME).map(file -> new Image(file.path(), offset(file), room(arguments), file.sha256()));
    }

    /** As GRUB reads it: what is between single quotes stands for itself. */
    private static byte[] room(String arguments) {
        byte[] text = ("set skerry='" + arguments.replace("'", "%27") + "'\n").getBytes(StandardCharsets.UTF_8);
        if (text.length >= ROOM) {
            throw new IllegalStateException("the public URL is too long for a boot medium: " + arguments);
        }
        byte[] room = Arrays.copyOf(text, ROOM);
        Arrays.fill(room, text.length, ROOM, (byte) '#');
        room[ROOM - 1] = '\n';
        return room;
    }

    private long offset(BootFile file) {
        Room known = last;
        if (known == null || !Arrays.equals(known.fileSha256(), file.sha256())) {
            known = new Room(file.sha256(), found(file.path()));
            last = known;
        }
        return known.offset();
    }

    private static long found(Path file) {
        byte[] mark = MARK.getBytes(StandardCharsets.US_ASCII);
        try (InputStream content = Files.newInputStream(file)) {
            byte[] sectors = new byte[SECTOR * 512];
            long offset = 0;
            for (int read = content.readNBytes(sectors, 0, sectors.length);
                    read > 0;
                    read = content.readNBytes(sectors, 0, sectors.length)) {
                for (int at = 0; at + ROOM <= read; at += SECTOR) {
                    if (Arrays.equals(sectors, at, at + mark.length, mark, 0, mark.length)) {
                        return offset + at;
                    }
                }
                offset += read;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the boot file " + file + " cannot be read", e);
        }
        throw new IllegalStateException("the boot file " + file + " is none of ours: make it with edge/bootagent");
    }

    /** A file's bytes, some of which are others. */
    private static final class Overwritten extends FilterInputStream {

        private final long from;
        private final byte[] written;
        private long at;

        Overwritten(InputStream file, long from, byte[] written) {
            super(file);
            this.from = from;
            this.written = written;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int start, int length) throws IOException {
            int read = super.read(into, start, length);
            if (read > 0) {
                long begin = Math.max(at, from);
                long end = Math.min(at + read, from + written.length);
                if (begin < end) {
                    System.arraycopy(
                            written, (int) (begin - from), into, (int) (start + begin - at), (int) (end - begin));
                }
                at += read;
            }
            return read;
        }

        @Override
        public long skip(long count) throws IOException {
            long skipped = super.skip(count);
            at += skipped;
            return skipped;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
