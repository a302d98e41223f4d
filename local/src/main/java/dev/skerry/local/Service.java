package dev.skerry.local;

import dev.skerry.appmanager.AppManagerApplication;
import dev.skerry.dnsregistry.DnsRegistryApplication;
import dev.skerry.inventory.InventoryApplication;
import dev.skerry.platforminstaller.PlatformInstallerApplication;
import dev.skerry.provisioner.ProvisionerApplication;
import java.util.ArrayList;
import java.util.List;

/** The five services, in the order of the chain, and what each is told. */
enum Service {
    INVENTORY("inventory", InventoryApplication.class, Door.INVENTORY),
    PROVISIONER("provisioner", ProvisionerApplication.class, Door.PROVISIONER),
    INSTALLER("platform-installer", PlatformInstallerApplication.class, Door.INSTALLER),
    APP_MANAGER("app-manager", AppManagerApplication.class, Door.APP_MANAGER),
    DNS_REGISTRY("dns-registry", DnsRegistryApplication.class, Door.DNS_REGISTRY);

    /** Here every machine, agent and person has one address: it may ask as often as all of them together. */
    private static final int RATE = 20_000;

    private final String title;
    private final Class<?> application;
    private final Door door;

    Service(String title, Class<?> application, Door door) {
        this.title = title;
        this.application = application;
        this.door = door;
    }

    /** Its name, which is also that of its configuration file. */
    String title() {
        return title;
    }

    Class<?> application() {
        return application;
    }

    /** Its settings as command-line arguments, which count before any environment variable; see docs/configuration.md. */
    List<String> arguments(LocalSettings settings, DoorPorts ports, String broker, String registry) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.config.name=" + title,
                "--server.port=" + ports.of(door),
                "--server.address=127.0.0.1",
                "--skerry.local-mode=true",
                "--skerry.bootstrap-servers=" + broker,
                "--skerry.registry-url=" + registry,
                "--skerry.state-dir=" + settings.state().resolve("services").resolve(title),
                "--skerry.secrets-dir=" + settings.secrets(),
                "--skerry.limits.client-rate=" + RATE,
                "--skerry.limits.rate=" + RATE));
        settings.more().forEach((name, value) -> arguments.add("--" + name + "=" + value));
        own(settings, ports).stream()
                .filter(argument -> !settings.more().containsKey(argument.substring(2, argument.indexOf('='))))
                .forEach(arguments::add);
        return arguments;
    }

    private List<String> own(LocalSettings settings, DoorPorts ports) {
        String provisioner = ports.url("http", settings.host(), Door.PROVISIONER);
        String installer = ports.url("https", settings.host(), Door.INSTALLER);
        return switch (this) {
            case INVENTORY -> List.of();
            case PROVISIONER ->
                List.of(
                        "--skerry.provisioner.public-url=" + provisioner,
                        "--skerry.provisioner.installer-url=" + installer,
                        "--skerry.provisioner.wake-on-lan=" + ports.address(Door.WAKE_ON_LAN),
                        "--skerry.provisioner.wait=" + settings.machineWait().toMillis() + "ms");
            case INSTALLER ->
                List.of(
                        "--skerry.installer.public-url=" + installer,
                        "--skerry.installer.provisioner-url=" + provisioner,
                        "--skerry.installer.agents-url=" + ports.url("https", settings.host(), Door.AGENTS),
                        "--skerry.installer.grace=" + settings.grace().toMillis() + "ms");
            case APP_MANAGER ->
                List.of("--skerry.agents.port=" + ports.of(Door.AGENTS), "--skerry.dns.zone=" + settings.zone());
            case DNS_REGISTRY ->
                List.of(
                        "--skerry.dns.port=" + ports.of(Door.DNS),
                        "--skerry.dns.address=127.0.0.1",
                        "--skerry.dns.zone=" + settings.zone());
        };
    }
}
