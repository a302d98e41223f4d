package dev.skerry.appmanager.domain;

/** TOTAL: replicas are divided over the chosen clusters by free capacity. PER_CLUSTER: each of them runs that many. */
public enum Division {
    TOTAL,
    PER_CLUSTER
}
