package dev.skerry.cli.command;

import dev.skerry.cli.Console;
import dev.skerry.cli.Foreground;
import dev.skerry.local.HangingTransactions;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Does for brokers elsewhere what {@code up} does for its own. */
@Command(
        name = "watch-transactions",
        description = {
            "Abort transactions that a killed broker left hanging (KIP-664), until Ctrl-C; readers of committed records wait for ever else.",
            "'./skerry up' does it by itself."
        })
final class WatchTransactionsCommand implements Callable<Integer> {

    private final Console console;

    @Option(
            names = "--brokers",
            required = true,
            paramLabel = "HOST:PORT,...",
            description = "The brokers. They may come later than this command.")
    private String brokers = "";

    WatchTransactionsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        return Foreground.run(this::watch);
    }

    private Integer watch() throws InterruptedException {
        try (HangingTransactions watch = HangingTransactions.watch(brokers, console::say)) {
            console.say("watching the transactions at " + brokers);
            new CountDownLatch(1).await();
            throw new IllegalStateException(watch + " ended");
        }
    }
}
