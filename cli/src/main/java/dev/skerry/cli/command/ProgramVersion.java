package dev.skerry.cli.command;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** What this build calls itself. */
final class ProgramVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {text()};
    }

    static String text() {
        String version = Optional.ofNullable(ProgramVersion.class.getPackage().getImplementationVersion())
                .orElse("(not packaged)");
        return "skerry " + version + " on Java " + Runtime.version();
    }
}
