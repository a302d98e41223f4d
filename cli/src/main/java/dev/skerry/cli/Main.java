package dev.skerry.cli;

import dev.skerry.cli.command.Skerry;

/** The program behind {@code ./skerry}. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(Skerry.commands(Console.ofProcess()).execute(args));
    }
}
