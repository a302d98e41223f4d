package dev.skerry.appmanager.effect;

import dev.skerry.kernel.Ids;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the Kubernetes objects of one app are called and marked with.
 *
 * @param tenant the app's tenant
 * @param name the app's name
 * @param revision from 1
 */
record AppLabels(String tenant, String name, int revision) {

    /** The tenant of the platform's own tools. */
    static final String PLATFORM = "platform";

    static final String APP = "skerry.dev/app";
    static final String REVISION = "skerry.dev/revision";

    private static final int LONGEST = 63;
    private static final int HASH = 10;

    static AppLabels of(String app, int revision) {
        int slash = app.indexOf('/');
        return new AppLabels(slash < 0 ? "" : app.substring(0, slash), app.substring(slash + 1), revision);
    }

    /** A tenant's namespace; the prefix keeps a tenant away from kube-system and default. */
    String namespace() {
        return shortened("skerry-" + tenant);
    }

    boolean isPlatform() {
        return tenant.equals(PLATFORM);
    }

    /** What stays when the revision changes: safe in a selector, which Kubernetes lets nobody change. */
    Map<String, String> selector() {
        return Map.of(APP, shortened(tenant + "." + name));
    }

    /** For pods: without the revision, or each revision would restart pods that need no change. */
    Map<String, String> pod() {
        Map<String, String> labels = new TreeMap<>(selector());
        labels.put("app.kubernetes.io/name", name);
        labels.put("app.kubernetes.io/instance", shortened(tenant + "." + name));
        labels.put("app.kubernetes.io/managed-by", "skerry");
        return labels;
    }

    /** For the objects that are applied. */
    Map<String, String> object() {
        Map<String, String> labels = pod();
        labels.put(REVISION, Integer.toString(revision));
        return labels;
    }

    /** A name or label's value of at most 63 characters: a longer one ends with a hash of itself. */
    private static String shortened(String value) {
        if (value.length() <= LONGEST) {
            return value;
        }
        String hash = HexFormat.of().formatHex(Ids.sha256(value)).substring(0, HASH);
        return value.substring(0, LONGEST - HASH - 1) + "-" + hash;
    }
}
