package dev.skerry.platforminstaller.domain;

import dev.skerry.platforminstaller.domain.FleetEvent.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a clustering must be like. Each refusal names the field and the remedy. */
public final class ClusteringRules {

    /** So that {@code NAME-monitoring} is still a DNS label of at most 63 characters. */
    static final int LONGEST_NAME = 52;

    /** Nodes of one cluster beyond which a plan is surely a mistake; k3s itself is tested to some thousand. */
    static final int MOST_WORKERS = 1000;

    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern VERSION = Pattern.compile("v\\d+\\.\\d+\\.\\d+([-+][0-9A-Za-z.+-]+)?");
    private static final Pattern REGION = Pattern.compile("[^/\\s]+(/[^/\\s]+)*");
    private static final Pattern LABEL_VALUE = Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");
    private static final Pattern LABEL_KEY =
            Pattern.compile("([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

    private final List<Refused> refusals = new ArrayList<>();

    private ClusteringRules() {}

    /** All that is wrong with a clustering, whatever is in force. */
    public static List<Refused> check(Clustering wanted) {
        return check(wanted, Optional.empty());
    }

    /** All that is wrong with a clustering. @param before what is in force under its name */
    static List<Refused> check(Clustering wanted, Optional<Fleet.InForce> before) {
        ClusteringRules rules = new ClusteringRules();
        rules.checkItself(wanted);
        before.filter(inForce -> !inForce.plannedSites().isEmpty())
                .ifPresent(inForce -> rules.checkChange(inForce.clustering(), wanted));
        return List.copyOf(rules.refusals);
    }

    private void checkItself(Clustering c) {
        require(
                DNS_LABEL.matcher(c.name()).matches() && c.name().length() <= LONGEST_NAME,
                "name",
                "\"" + c.name() + "\" is not a DNS label of at most " + LONGEST_NAME
                        + " characters: use lower-case letters, digits and hyphens");
        require(
                c.controlPlane() == 1 || c.controlPlane() == 3,
                "controlPlane",
                "is " + c.controlPlane() + ": a control plane has 1 server, or 3 to stand the loss of one");
        require(c.workersMin() >= 0, "workersMin", "is " + c.workersMin() + ": must be at least 0");
        require(
                c.workersMax() <= MOST_WORKERS,
                "workersMax",
                "is " + c.workersMax() + ": must be at most " + MOST_WORKERS);
        require(
                c.workersMin() <= c.workersMax(),
                "workersMin",
                "is " + c.workersMin() + ", more than workersMax, which is " + c.workersMax());
        Clustering.Requirements requirements = c.requirements();
        require(
                Set.of("", "x86_64", "aarch64").contains(requirements.architecture()),
                "requirements.architecture",
                "\"" + requirements.architecture() + "\" is unknown: use x86_64, aarch64 or leave it empty");
        require(
                requirements.cpuCores() >= 0,
                "requirements.cpuCores",
                "is " + requirements.cpuCores() + ": must be at least 0");
        require(
                requirements.memoryMiB() >= 0,
                "requirements.memoryMiB",
                "is " + requirements.memoryMiB() + ": must be at least 0");
        require(
                requirements.hardwareClass().isEmpty()
                        || DNS_LABEL.matcher(requirements.hardwareClass()).matches(),
                "requirements.hardwareClass",
                "\"" + requirements.hardwareClass()
                        + "\" is not a hardware class's name: use lower-case letters, digits and hyphens");
        require(
                VERSION.matcher(c.kubernetesVersion()).matches(),
                "kubernetesVersion",
                "\"" + c.kubernetesVersion() + "\" is not a version such as v1.36.3+k3s1");
        c.sites()
                .regions()
                .forEach(region -> require(
                        REGION.matcher(region).matches(),
                        "sites.regions",
                        "\"" + region + "\" is not a region path such as emea/dk"));
        c.sites()
                .names()
                .forEach(name -> require(
                        DNS_LABEL.matcher(name).matches(), "sites.names", "\"" + name + "\" is not a site's name"));
        require(
                c.installProfile().isEmpty()
                        || DNS_LABEL.matcher(c.installProfile()).matches(),
                "installProfile",
                "\"" + c.installProfile()
                        + "\" is not an install profile's name: use lower-case letters, digits and hyphens");
        c.labels().forEach(this::checkLabel);
    }

    private void checkLabel(String key, String value) {
        require(
                LABEL_KEY.matcher(key).matches() && LABEL_VALUE.matcher(value).matches(),
                "labels." + key,
                "is not a Kubernetes label: a name and a value of at most 63 letters, digits, '-', '_' and '.'");
        require(
                !key.startsWith("skerry.dev/"),
                "labels." + key,
                "labels under skerry.dev/ are set by Skerry: choose another name");
    }

    private void checkChange(Clustering before, Clustering wanted) {
        require(
                wanted.controlPlane() >= before.controlPlane(),
                "controlPlane",
                "cannot be lowered from 3 to 1 where clusters exist: ask for another clustering");
        require(
                wanted.kubernetesVersion().equals(before.kubernetesVersion()),
                "kubernetesVersion",
                "cannot be changed from " + before.kubernetesVersion()
                        + " where clusters exist, for upgrades are not offered yet: ask for another clustering");
        require(
                wanted.requirements()
                        .architecture()
                        .equals(before.requirements().architecture()),
                "requirements.architecture",
                "cannot be changed where clusters exist: ask for another clustering");
    }

    private void require(boolean holds, String field, String reason) {
        if (!holds) {
            refusals.add(new Refused(field, reason));
        }
    }
}
