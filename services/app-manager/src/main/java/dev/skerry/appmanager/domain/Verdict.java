package dev.skerry.appmanager.domain;

/**
 * Why a cluster was taken.
 *
 * @param cluster its id
 * @param replicas how many it runs, at least 1
 * @param reason for a person
 */
public record Verdict(String cluster, int replicas, String reason) {}
