package dev.skerry.sim.faults;

import dev.skerry.agent.time.Timing;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What connects each site with the rest of the world. While it is cut, half of the calls fail at once and half hang. */
final class SiteLinks {

    private static final int LONGEST_HANG_SECONDS = 10;

    private final Map<String, Link> links = new HashMap<>();
    private final AtomicInteger calls = new AtomicInteger();

    private static final class Link {
        private final List<Runnable> onCut = new CopyOnWriteArrayList<>();
        private volatile @Nullable CountDownLatch cut;
    }

    /** Cuts come as planned from now on. */
    SiteLinks(FaultPlan plan, Timing timing, FaultCount count) {
        plan.sites()
                .forEach((site, faults) -> faults.cut().ifPresent(spell -> {
                    var link = new Link();
                    links.put(site, link);
                    count.planned();
                    timing.after(spell.after(), () -> {
                        count.struck(Fault.SITE_CUT);
                        var end = new CountDownLatch(1);
                        link.cut = end;
                        link.onCut.forEach(Runnable::run);
                        timing.after(spell.length(), () -> {
                            link.cut = null;
                            end.countDown();
                            count.over();
                        });
                    });
                }));
    }

    boolean isEverCut(String site) {
        return links.containsKey(site);
    }

    boolean isCut(String site) {
        var link = links.get(site);
        return link != null && link.cut != null;
    }

    /** Has connections closed when the site is cut off. */
    void onCut(String site, Runnable close) {
        var link = links.get(site);
        if (link != null) {
            link.onCut.add(close);
        }
    }

    /** @throws IOException when the site is cut off, at once or after a while */
    void cross(String site) throws IOException, InterruptedException {
        var link = links.get(site);
        var cut = link == null ? null : link.cut;
        if (cut == null) {
            return;
        }
        if (calls.incrementAndGet() % 2 == 0) {
            boolean over = cut.await(LONGEST_HANG_SECONDS, TimeUnit.SECONDS);
            throw new IOException(over ? "the connection was lost" : "no answer");
        }
        throw new NoRouteToHostException(site + " is cut off");
    }
}
