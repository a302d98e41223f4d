package dev.skerry.peers;

import java.util.List;

/** Options for a Java machine that shall be up soon and stay small beside others. */
final class JvmOptions {

    private JvmOptions() {}

    static List<String> small(Settings settings) {
        return List.of(
                "-Xmx" + settings.heapMebibytes() + "m",
                "-Xms64m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dfile.encoding=UTF-8",
                "-Djava.awt.headless=true",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow");
    }

    /** The classes as the last run left them, mapped instead of parsed. An orderly end writes the file, once, in some seconds. */
    static List<String> sharedClasses(Settings settings) {
        return List.of(
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + settings.state().resolve("classes.jsa"),
                "-Xlog:cds=off,cds+dynamic=off");
    }
}
