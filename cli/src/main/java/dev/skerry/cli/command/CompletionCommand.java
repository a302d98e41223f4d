package dev.skerry.cli.command;

import dev.skerry.cli.Console;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** Prints a script that makes shells complete our words. */
@Command(name = "completion", description = "Print a completion script for a shell.")
final class CompletionCommand {

    private final Console console;

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Command(name = "bash", description = "For bash, and for zsh with bashcompinit: source <(./skerry completion bash)")
    void bash() {
        console.out().print(AutoComplete.bash(Skerry.NAME, Skerry.commands(console)));
    }
}
