package dev.skerry.bench;

import dev.skerry.cli.Console;

/** The program behind {@code ./skerry bench}. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(BenchCommand.commands(Console.ofProcess()).execute(args));
    }
}
